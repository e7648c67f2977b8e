import type { IssuedLeaf } from '@certctl/certificate/issue';

/** Somebody else imports over an ARN, past certctl. */
export async function importCertificate(url: string, arn: string, leaf: IssuedLeaf): Promise<void> {
  const base64 = (pem: string) => Buffer.from(pem).toString('base64');
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'CertificateManager.ImportCertificate',
    },
    body: JSON.stringify({
      CertificateArn: arn,
      Certificate: base64(leaf.certificatePem),
      CertificateChain: base64(leaf.chainPem),
      PrivateKey: base64(leaf.privateKeyPem),
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
