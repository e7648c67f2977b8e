import { DescribeCertificateCommand, ListTagsForCertificateCommand } from '@aws-sdk/client-acm';
import { describe, expect, it } from 'vitest';
import {
  acmSession,
  importCommand,
  imported,
  leaf,
  refusal,
  validation,
} from '../../../test-support/acm-session.js';
import type { CertificateWish } from '../../x509/make-certificate.js';

const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';

/** Imports the one and sends the other to the same ARN. */
async function reimport(held: CertificateWish, incoming: CertificateWish) {
  const { acm } = await acmSession();
  const arn = await imported(acm, { made: await leaf(held) });
  const command = importCommand({ made: await leaf(incoming), arn });
  return acm.send(command);
}

describe('ImportCertificate, re-import with an ARN', () => {
  it('replaces certificate and key and keeps ARN, use and time of creation', async () => {
    const { acm, emulator } = await acmSession();
    const first = await leaf();
    const second = await leaf();
    const arn = await imported(acm, { made: first });
    emulator.use(arn, 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1');
    const before = emulator.state.certificate(arn);
    expect(await imported(acm, { made: second, arn })).toBe(arn);
    const after = emulator.state.certificate(arn);
    expect(after?.serial).toBe(BigInt(`0x${second.parsed.serial}`).toString(16));
    expect(after?.keySpkiSha256).not.toBe(before?.keySpkiSha256);
    expect(after?.inUseBy).toEqual(before?.inUseBy);
    expect(after?.createdAt).toBe(before?.createdAt);
    expect(after?.imports).toHaveLength(2);
  });

  it('refuses tags', async () => {
    const { acm } = await acmSession();
    const made = await leaf();
    const arn = await imported(acm, { made });
    const tags = [{ Key: 'a', Value: 'b' }];
    expect(await refusal(acm.send(importCommand({ made, arn, tags })))).toEqual(
      validation('Tagging is not permitted on re-import.'),
    );
  });

  it('refuses an empty list of tags', async () => {
    const { acm } = await acmSession();
    const made = await leaf();
    const arn = await imported(acm, { made });
    expect(await refusal(acm.send(importCommand({ made, arn, tags: [] })))).toEqual(
      validation('Tagging is not permitted on re-import.'),
    );
  });

  it.each([
    ['keep', { a: 'b' }],
    ['lose', {}],
  ] as const)('can %s the tags', async (tagsOnReimport, expected) => {
    const { acm, emulator } = await acmSession({ tagsOnReimport });
    const made = await leaf();
    const arn = await imported(acm, { made, tags: [{ Key: 'a', Value: 'b' }] });
    await imported(acm, { made, arn });
    expect(emulator.state.certificate(arn)?.tags).toEqual(expected);
    const { Tags } = await acm.send(new ListTagsForCertificateCommand({ CertificateArn: arn }));
    expect(Tags).toHaveLength(Object.keys(expected).length);
  });

  it('refuses another key type', async () => {
    expect(await refusal(reimport({ algorithm: 'RSA_2048' }, { algorithm: 'EC_prime256v1' }))).toEqual(
      validation(
        'The key algorithm and size of the new certificate (EC_prime256v1) differ from the currently imported certificate (RSA_2048).',
      ),
    );
  });

  it('refuses another key size', async () => {
    expect((await refusal(reimport({}, { algorithm: 'EC_secp384r1' }))).message).toMatch(/EC_secp384r1/);
  });

  it('takes an added and a removed domain name', async () => {
    await reimport(
      { names: ['a.example.com', 'b.example.com'] },
      { names: ['b.example.com', 'c.example.com'] },
    );
  });

  it('refuses the removal of all domain names', async () => {
    const answer = await refusal(reimport({ names: ['a.example.com'] }, { names: ['b.example.com'] }));
    expect(answer).toEqual(
      validation(
        'New certificate does not contain any of the domain names of the currently imported certificate',
      ),
    );
  });

  it('takes an added key usage', async () => {
    await reimport(
      { keyUsages: ['DIGITAL_SIGNATURE'] },
      { keyUsages: ['DIGITAL_SIGNATURE', 'KEY_AGREEMENT'] },
    );
  });

  it('refuses a removed key usage', async () => {
    const wishes = [
      { keyUsages: ['DIGITAL_SIGNATURE', 'KEY_AGREEMENT'] },
      { keyUsages: ['DIGITAL_SIGNATURE'] },
    ] as const;
    expect(await refusal(reimport(wishes[0], wishes[1]))).toEqual(
      validation(
        'New certificate is missing one or more Key Usages supported by the currently imported certificate',
      ),
    );
  });

  it('lets an EC certificate lose keyEncipherment', async () => {
    await reimport(
      { keyUsages: ['DIGITAL_SIGNATURE', 'KEY_ENCIPHERMENT'] },
      { keyUsages: ['DIGITAL_SIGNATURE'] },
    );
  });

  it('refuses that an RSA certificate loses keyEncipherment', async () => {
    const algorithm = 'RSA_2048';
    const answer = await refusal(
      reimport(
        { algorithm, keyUsages: ['DIGITAL_SIGNATURE', 'KEY_ENCIPHERMENT'] },
        { algorithm, keyUsages: ['DIGITAL_SIGNATURE'] },
      ),
    );
    expect(answer.message).toMatch(/Key Usages/);
  });

  it('refuses a key usage extension that was absent', async () => {
    expect((await refusal(reimport({}, { keyUsages: ['DIGITAL_SIGNATURE'] }))).message).toMatch(
      /has a Key Usage extension/,
    );
  });

  it('refuses a removed extended key usage in the words of the service', async () => {
    const answer = await refusal(
      reimport({ extendedKeyUsages: [SERVER, '1.3.6.1.5.5.7.3.4'] }, { extendedKeyUsages: [SERVER] }),
    );
    expect(answer).toEqual(
      validation(
        'New certificate is missing one or more Extended Key Usages supported by the currently imported certificate',
      ),
    );
  });

  it('lets clientAuth go', async () => {
    await reimport({ extendedKeyUsages: [SERVER, CLIENT] }, { extendedKeyUsages: [SERVER] });
  });

  it('refuses an extended key usage extension that was absent', async () => {
    expect((await refusal(reimport({}, { extendedKeyUsages: [SERVER] }))).message).toMatch(
      /has an Extended Key Usage extension/,
    );
  });

  it('refuses the old certificate with the new key, as a restore without the old key would send it', async () => {
    const { acm, emulator } = await acmSession();
    const [old, next] = [await leaf(), await leaf()];
    const arn = await imported(acm, { made: old });
    await imported(acm, { made: next, arn });
    const mixed = { ...old, privateKeyPem: next.privateKeyPem };
    expect((await refusal(acm.send(importCommand({ made: mixed, arn })))).name).toBe('ValidationException');
    expect(emulator.state.certificate(arn)?.imports).toHaveLength(2);
  });

  it('refuses an ARN that is not there', async () => {
    const { acm } = await acmSession();
    const arn = 'arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000';
    expect(await refusal(acm.send(importCommand({ made: await leaf(), arn })))).toEqual({
      name: 'ResourceNotFoundException',
      status: 400,
      message: `Could not find certificate ${arn}.`,
    });
  });

  it.each([{ reads: 2 }, { ms: 60_000 }])(
    'answers late reads (%j) from what was there before',
    async (lateReads) => {
      const { acm, emulator } = await acmSession();
      const [old, next] = [await leaf(), await leaf()];
      const arn = await imported(acm, { made: old });
      emulator.settings.lateReads = lateReads;
      await imported(acm, { made: next, arn });
      const serials: (string | undefined)[] = [];
      for (let read = 0; read < 3; read += 1) {
        const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn: arn }));
        serials.push(Certificate?.Serial?.replaceAll(':', ''));
      }
      const last = 'reads' in lateReads ? next.parsed.serial : old.parsed.serial;
      expect(serials).toEqual([old.parsed.serial, old.parsed.serial, last]);
    },
  );
});
