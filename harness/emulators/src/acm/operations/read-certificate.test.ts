import { X509Certificate } from 'node:crypto';
import {
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ExportCertificateCommand,
  GetCertificateCommand,
} from '@aws-sdk/client-acm';
import { describe, expect, it } from 'vitest';
import {
  acmClient,
  acmSession,
  authority,
  imported,
  leaf,
  refusal,
} from '../../../test-support/acm-session.js';
import { manualClock } from '../../server/clock.js';

const NOBODY = 'arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000';
const CONSUMER = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1';

describe('DescribeCertificate', () => {
  it('answers as the recorded answer of the service does', async () => {
    const { acm } = await acmSession();
    const ca = await authority({ algorithm: 'RSA_2048' });
    const made = await leaf({
      algorithm: 'RSA_2048',
      subject: 'CN=www.example.com, O=Example, C=CH',
      names: ['www.example.com', 'example.com'],
      serial: '03e9',
      issuer: ca,
      keyUsages: ['DIGITAL_SIGNATURE'],
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'],
    });
    const CertificateArn = await imported(acm, { made, chain: ca.certificatePem });
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(Certificate).toMatchObject({
      CertificateArn,
      DomainName: 'www.example.com',
      SubjectAlternativeNames: ['www.example.com', 'example.com'],
      DomainValidationOptions: [{ DomainName: 'www.example.com' }, { DomainName: 'example.com' }],
      Serial: '03:e9',
      Issuer: 'Test Organisation',
      Status: 'ISSUED',
      Type: 'IMPORTED',
      KeyAlgorithm: 'RSA-2048',
      SignatureAlgorithm: 'SHA256WITHRSA',
      InUseBy: [],
      KeyUsages: [{ Name: 'DIGITAL_SIGNATURE' }],
      ExtendedKeyUsages: [{ Name: 'TLS_WEB_SERVER_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.1' }],
      RenewalEligibility: 'INELIGIBLE',
      Options: { CertificateTransparencyLoggingPreference: 'DISABLED' },
      NotAfter: new Date(made.parsed.notAfter),
    });
    expect(Certificate?.Subject?.split(',').sort()).toEqual(['C=CH', 'CN=www.example.com', 'O=Example']);
    expect(Certificate?.CreatedAt).toEqual(Certificate?.ImportedAt);
  });

  it('leaves the sign byte of the DER out of the serial', async () => {
    const { acm } = await acmSession();
    const made = await leaf({ serial: 'ff01' });
    const CertificateArn = await imported(acm, { made });
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(new X509Certificate(made.parsed.der).serialNumber).toBe('FF01');
    expect(Certificate?.Serial).toBe('ff:01');
  });

  it('returns no tags', async () => {
    const { acm } = await acmSession();
    const CertificateArn = await imported(acm, { made: await leaf(), tags: [{ Key: 'a', Value: 'b' }] });
    const answer = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(answer.Certificate).not.toHaveProperty('Tags');
  });

  it('names what uses the certificate', async () => {
    const { acm, emulator } = await acmSession();
    const CertificateArn = await imported(acm, { made: await leaf() });
    emulator.use(CertificateArn, CONSUMER);
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(Certificate?.InUseBy).toEqual([CONSUMER]);
  });

  it('says EXPIRED once the certificate has expired', async () => {
    const clock = manualClock();
    const { acm } = await acmSession({ clock });
    const CertificateArn = await imported(acm, { made: await leaf() });
    clock.advance(400 * 86_400_000);
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(Certificate?.Status).toBe('EXPIRED');
  });

  it('does not find what is not there', async () => {
    const { acm } = await acmSession();
    expect(await refusal(acm.send(new DescribeCertificateCommand({ CertificateArn: NOBODY })))).toEqual({
      name: 'ResourceNotFoundException',
      status: 400,
      message: `Could not find certificate ${NOBODY} in account 123456789012.`,
    });
  });

  it('does not find a certificate of another region', async () => {
    const { acm, emulator } = await acmSession();
    const CertificateArn = await imported(acm, { made: await leaf() });
    const elsewhere = acmClient(emulator, { region: 'us-east-1' });
    expect((await refusal(elsewhere.send(new DescribeCertificateCommand({ CertificateArn })))).name).toBe(
      'ResourceNotFoundException',
    );
  });

  it('does not find a certificate of another account', async () => {
    const { acm, emulator } = await acmSession();
    const CertificateArn = emulator.seed({
      ...pems(await leaf()),
      account: '999999999999',
      region: 'eu-west-1',
    });
    expect((await refusal(acm.send(new DescribeCertificateCommand({ CertificateArn })))).name).toBe(
      'ResourceNotFoundException',
    );
  });

  it.each([
    'arn:aws:s3:::some-bucket-of-mine',
    'arn:aws:acm:eu-west-1:12345:certificate/0',
    'arn:moon:acm:eu-west-1:123456789012:certificate/0',
    'not an arn at all, really',
  ])('refuses %s as an ARN', async (CertificateArn) => {
    const { acm } = await acmSession();
    expect(await refusal(acm.send(new DescribeCertificateCommand({ CertificateArn })))).toMatchObject({
      name: 'InvalidArnException',
      status: 400,
    });
  });

  it('can answer a malformed ARN with ValidationException', async () => {
    const { acm } = await acmSession({ malformedArn: 'ValidationException' });
    const answer = await refusal(acm.send(new DescribeCertificateCommand({ CertificateArn: 'arn:aws:no' })));
    expect(answer.name).toBe('ValidationException');
  });
});

describe('GetCertificate', () => {
  it('gives leaf and chain back, byte for byte, and no key', async () => {
    const { acm } = await acmSession();
    const ca = await authority();
    const made = await leaf({ issuer: ca });
    const CertificateArn = await imported(acm, { made, chain: ca.certificatePem });
    const answer = await acm.send(new GetCertificateCommand({ CertificateArn }));
    expect(answer.Certificate).toBe(made.certificatePem);
    expect(answer.CertificateChain).toBe(ca.certificatePem);
    expect(JSON.stringify(answer)).not.toContain('PRIVATE');
  });

  it('gives no chain where none was imported', async () => {
    const { acm } = await acmSession();
    const CertificateArn = await imported(acm, { made: await leaf() });
    expect(await acm.send(new GetCertificateCommand({ CertificateArn }))).not.toHaveProperty(
      'CertificateChain',
    );
  });
});

describe('ExportCertificate', () => {
  it('refuses an imported certificate', async () => {
    const { acm } = await acmSession();
    const CertificateArn = await imported(acm, { made: await leaf() });
    const command = new ExportCertificateCommand({ CertificateArn, Passphrase: Buffer.from('secret') });
    expect(await refusal(acm.send(command))).toEqual({
      name: 'ValidationException',
      status: 400,
      message: 'Certificate is not PRIVATE type and Export is not ENABLED',
    });
  });
});

describe('DeleteCertificate', () => {
  it('deletes an unused certificate', async () => {
    const { acm, emulator } = await acmSession();
    const CertificateArn = await imported(acm, { made: await leaf() });
    await acm.send(new DeleteCertificateCommand({ CertificateArn }));
    expect(emulator.state.certificates()).toEqual([]);
  });

  it('refuses one in use, and for ten seconds after its last use ended', async () => {
    const clock = manualClock();
    const { acm, emulator } = await acmSession({ clock });
    const CertificateArn = await imported(acm, { made: await leaf() });
    const command = new DeleteCertificateCommand({ CertificateArn });
    const inUse = {
      name: 'ResourceInUseException',
      status: 400,
      message: `Certificate ${CertificateArn} in account 123456789012 is in use.`,
    };
    emulator.use(CertificateArn, CONSUMER);
    expect(await refusal(acm.send(command))).toEqual(inUse);
    emulator.release(CertificateArn, CONSUMER);
    clock.advance(9_999);
    expect(await refusal(acm.send(command))).toEqual(inUse);
    clock.advance(1);
    await acm.send(command);
  });
});

function pems(made: { certificatePem: string; privateKeyPem: string }) {
  return { certificate: made.certificatePem, privateKey: made.privateKeyPem };
}
