import {
  ACMClient,
  AddTagsToCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListTagsForCertificateCommand,
} from '@aws-sdk/client-acm';
import { provenanceTags } from '@certctl/plugin-api';
import { CREDENTIALS, OPERATOR_TAGS, type Preparation, REGION, type Side } from './order.js';

/** What a renewal asks of ACM, by the SDK with its default settings and nothing else. */
export async function openPlainAcm({ url, slots, renewals }: Preparation): Promise<Side> {
  const client = new ACMClient({ region: REGION, endpoint: url, credentials: CREDENTIALS });
  const arns: string[] = [];
  const material = renewals.map(({ certificate, chain, privateKey }) => ({
    leaf: certificate.trim(),
    sent: () => ({
      Certificate: Buffer.from(certificate),
      PrivateKey: Buffer.from(privateKey),
      CertificateChain: Buffer.from(chain),
    }),
  }));
  const at = (renewal: number) => {
    const found = material[renewal % material.length];
    if (!found) throw new Error('there is nothing to renew with');
    return found;
  };
  for (let slot = 0; slot < slots; slot += 1) {
    const id = `plain-acm-${slot}`;
    const tags = {
      ...OPERATOR_TAGS,
      ...provenanceTags({ certificateId: id, targetId: id, instance: 'bench' }),
    };
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { CertificateArn = '' } = await client.send(
      new ImportCertificateCommand({ ...at(slot).sent(), Tags }),
    );
    arns.push(CertificateArn);
  }
  return {
    async renew(slot, renewal) {
      const CertificateArn = arns[slot];
      const { leaf, sent } = at(renewal);
      const [, , tagsBefore] = await Promise.all([
        client.send(new DescribeCertificateCommand({ CertificateArn })),
        client.send(new GetCertificateCommand({ CertificateArn })),
        client.send(new ListTagsForCertificateCommand({ CertificateArn })),
      ]);
      await client.send(new ImportCertificateCommand({ CertificateArn, ...sent() }));
      const tagsAfter = await client.send(new ListTagsForCertificateCommand({ CertificateArn }));
      const all = [...(tagsBefore.Tags ?? []), ...(tagsAfter.Tags ?? [])];
      const Tags = [...new Map(all.map((tag) => [tag.Key, tag])).values()];
      // What is read after a re-import may be what was there before it, so the tags are set whatever it shows.
      await client.send(new AddTagsToCertificateCommand({ CertificateArn, Tags }));
      const { Certificate = '' } = await client.send(new GetCertificateCommand({ CertificateArn }));
      if (Certificate.trim() !== leaf) throw new Error(`${CertificateArn} shows another certificate`);
    },
    close: async () => client.destroy(),
  };
}
