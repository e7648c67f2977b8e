import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { ImportCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  acmSession,
  authority,
  importCommand,
  imported,
  leaf,
  refusal,
  validation,
} from '../../../test-support/acm-session.js';
import { manualClock } from '../../server/clock.js';
import { KEY_ALGORITHMS } from '../../x509/key-algorithm.js';
import { type MadeCertificate, makeCertificate } from '../../x509/make-certificate.js';
import { pemOf } from '../../x509/pem.js';

const DAY = 86_400_000;
let made: MadeCertificate;
let ca: MadeCertificate;
let signed: MadeCertificate;

beforeAll(async () => {
  made = await leaf();
  ca = await authority();
  signed = await leaf({ issuer: ca });
});

/** Sends a certificate, key and chain as they are and says how that was refused. */
async function refused(certificate: string, privateKey: string, chain?: string) {
  const { acm, emulator } = await acmSession();
  const command = new ImportCertificateCommand({
    Certificate: Buffer.from(certificate),
    PrivateKey: Buffer.from(privateKey),
    ...(chain === undefined ? {} : { CertificateChain: Buffer.from(chain) }),
  });
  const answer = await refusal(acm.send(command));
  expect(emulator.state.certificates()).toEqual([]);
  return answer;
}

describe('ImportCertificate, first import', () => {
  it('answers with an ARN in the region and account of who signed', async () => {
    const { acm } = await acmSession({ account: '111122223333' }, 'eu-central-1');
    const arn = await imported(acm, { made });
    expect(arn).toMatch(/^arn:aws:acm:eu-central-1:111122223333:certificate\/[0-9a-f-]{36}$/);
  });

  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('makes the ARN of region %s in partition %s', async (region, partition) => {
    const { acm } = await acmSession({}, region);
    expect(await imported(acm, { made })).toMatch(new RegExp(`^arn:${partition}:acm:${region}:`));
  });

  it.each(KEY_ALGORITHMS.filter((algorithm) => algorithm !== 'RSA_4096'))('takes %s', async (algorithm) => {
    const { acm } = await acmSession();
    await imported(acm, { made: await makeCertificate({ algorithm, names: ['a.example.com'] }) });
  });

  it('takes a certificate for an IP address only', async () => {
    const { acm } = await acmSession();
    await imported(acm, { made: await leaf({ subject: 'O=No Name', names: ['192.0.2.1'] }) });
  });

  it('takes a chain in which each certifies the one before, the root included', async () => {
    const { acm, emulator } = await acmSession();
    const intermediate = await authority({ subject: 'CN=Intermediate', issuer: ca });
    const below = await leaf({ issuer: intermediate });
    await imported(acm, { made: below, chain: intermediate.certificatePem + ca.certificatePem });
    expect(emulator.state.certificates()[0]?.chain.map((der) => Buffer.from(der).toString('hex'))).toEqual(
      [intermediate, ca].map(({ parsed }) => Buffer.from(parsed.der).toString('hex')),
    );
  });

  it('takes PKCS#1 and SEC1 keys', async () => {
    const { acm } = await acmSession();
    const rsa = await makeCertificate({ names: ['a.example.com'] });
    for (const [certificate, type] of [
      [rsa, 'pkcs1'],
      [made, 'sec1'],
    ] as const) {
      const privateKeyPem = certificate.privateKey.export({ type, format: 'pem' }).toString();
      await imported(acm, { made: { ...certificate, privateKeyPem } });
    }
  });

  it('makes another certificate of the same material when no ARN is named', async () => {
    const { acm, emulator } = await acmSession();
    await imported(acm, { made });
    await imported(acm, { made });
    expect(emulator.state.certificates()).toHaveLength(2);
  });

  it('refuses more than one certificate in the certificate field', async () => {
    expect(await refused(signed.certificatePem + ca.certificatePem, signed.privateKeyPem)).toEqual(
      validation(
        'The certificate field contains more than one certificate. You can specify only one certificate in this field.',
      ),
    );
  });

  it('refuses text around the PEM', async () => {
    expect(await refused(`Bag Attributes\n${made.certificatePem}`, made.privateKeyPem)).toEqual(
      validation('The certificate body/chain provided is not in a valid PEM format'),
    );
  });

  it('refuses DER', async () => {
    const { acm } = await acmSession();
    const command = new ImportCertificateCommand({
      Certificate: made.parsed.der,
      PrivateKey: Buffer.from(made.privateKeyPem),
    });
    expect(await refusal(acm.send(command))).toEqual(
      validation('The certificate body/chain provided is not in a valid PEM format'),
    );
  });

  it('refuses PEM that holds no certificate', async () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(await refused(pem, made.privateKeyPem)).toEqual(
      validation('Unable to parse certificate. Please ensure the certificate is in PEM format.'),
    );
  });

  it('refuses a certificate of version 1', async () => {
    const der = Buffer.from(made.parsed.der);
    // tbsCertificate begins with version [0] INTEGER 2, which is version 3.
    der[der.indexOf(Buffer.from('a003020102', 'hex')) + 4] = 0;
    expect((await refused(pemOf('CERTIFICATE', der), made.privateKeyPem)).message).toMatch(/version 3/);
  });

  it('refuses an empty issuer', async () => {
    const unnamed = await authority({ subject: '' });
    const below = await leaf({ issuer: unnamed });
    expect((await refused(below.certificatePem, below.privateKeyPem)).message).toMatch(/issuer is empty/);
  });

  it('refuses a certificate without a domain name or IP address', async () => {
    const nameless = await leaf({ subject: 'CN=Just Somebody', names: [] });
    expect((await refused(nameless.certificatePem, nameless.privateKeyPem)).message).toMatch(
      /fully qualified domain name or IP address/,
    );
  });

  it('refuses an expired certificate', async () => {
    const old = await leaf({ notBefore: Date.now() - 10 * DAY, notAfter: Date.now() - DAY });
    expect(await refused(old.certificatePem, old.privateKeyPem)).toEqual(
      validation('The certificate has expired.'),
    );
  });

  it('refuses a certificate that is not yet valid', async () => {
    const early = await leaf({ notBefore: Date.now() + DAY });
    expect(await refused(early.certificatePem, early.privateKeyPem)).toEqual(
      validation('The certificate is not yet valid.'),
    );
  });

  it('refuses the key of another certificate', async () => {
    expect(await refused(made.certificatePem, signed.privateKeyPem)).toEqual(
      validation('The private key does not match the certificate.'),
    );
  });

  it.each(['pkcs8', 'sec1'] as const)('refuses an encrypted %s key', async (type) => {
    const encrypted = createPrivateKey(made.privateKeyPem)
      .export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
    expect(await refused(made.certificatePem, encrypted)).toEqual(
      validation('Your private key should not be encrypted.'),
    );
  });

  it.each([
    ['an Ed25519 key', () => generateKeyPairSync('ed25519').privateKey, 'The private key is not supported.'],
    [
      'an RSA key of 1536 bits',
      () => generateKeyPairSync('rsa', { modulusLength: 1536 }).privateKey,
      'The private key length 1536 is not supported for key algorithm.',
    ],
    [
      'a key on secp256k1',
      () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey,
      'The private key length secp256k1 is not supported for key algorithm.',
    ],
  ])('refuses %s', async (_what, generate, message) => {
    const key = generate().export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(await refused(made.certificatePem, key)).toEqual(validation(message));
  });

  it('refuses something else in the place of the key', async () => {
    expect(await refused(made.certificatePem, made.certificatePem)).toEqual(
      validation('The private key is not supported.'),
    );
  });

  it('refuses a chain that does not certify the leaf', async () => {
    const stranger = await authority({ subject: 'CN=Stranger' });
    expect(await refused(signed.certificatePem, signed.privateKeyPem, stranger.certificatePem)).toEqual(
      validation('Could not validate the certificate with the certificate chain.'),
    );
  });

  it('refuses a chain of the same name and another key', async () => {
    const namesake = await authority();
    expect(await refused(signed.certificatePem, signed.privateKeyPem, namesake.certificatePem)).toEqual(
      validation('Could not validate the certificate with the certificate chain.'),
    );
  });

  it.each([
    ['the leaf in the chain', () => signed.certificatePem + ca.certificatePem, 0],
    ['the leaf at the end of the chain', () => ca.certificatePem + signed.certificatePem, 1],
    ['an unrelated second certificate', () => ca.certificatePem + made.certificatePem, 1],
  ])('refuses %s', async (_what, chain, index) => {
    expect(await refused(signed.certificatePem, signed.privateKeyPem, chain())).toEqual(
      validation(
        `Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: ${index}`,
      ),
    );
  });

  it.each([
    ['Certificate', 32_769],
    ['PrivateKey', 5_121],
    ['CertificateChain', 2_097_153],
  ])('refuses a %s of %d bytes', async (member, size) => {
    const { acm } = await acmSession();
    const input = {
      ...importCommand({ made, chain: ca.certificatePem }).input,
      [member]: Buffer.alloc(size, 'a'),
    };
    const answer = await refusal(acm.send(new ImportCertificateCommand(input)));
    expect(answer.name).toBe('ValidationException');
    expect(answer.message).toContain(`Member must have length less than or equal to ${size - 1}`);
    expect(answer.message).toContain(`'${member.charAt(0).toLowerCase()}${member.slice(1)}'`);
  });

  it('refuses an import without a private key', async () => {
    const { acm } = await acmSession();
    const command = new ImportCertificateCommand({
      Certificate: Buffer.from(made.certificatePem),
      PrivateKey: undefined,
    });
    expect((await refusal(acm.send(command))).message).toBe(
      "1 validation error detected: Value null at 'privateKey' failed to satisfy constraint: Member must not be null",
    );
  });

  it('refuses one more certificate than the quota and says so with LimitExceededException', async () => {
    const { acm } = await acmSession({
      quotas: { certificates: 1, importsPerYear: 10, countReimports: true },
    });
    const arn = await imported(acm, { made });
    expect(await refusal(acm.send(importCommand({ made })))).toEqual({
      name: 'LimitExceededException',
      status: 400,
      message:
        'You have reached the maximum number of certificates. Delete certificates that are not in use, or contact AWS Support to request an increase.',
    });
    await imported(acm, { made, arn });
  });

  it('counts the imports of 365 days, re-imports too', async () => {
    const clock = manualClock();
    const { acm } = await acmSession({
      clock,
      quotas: { certificates: 10, importsPerYear: 2, countReimports: true },
    });
    const long = await leaf({ notAfter: Date.now() + 900 * DAY });
    const arn = await imported(acm, { made: long });
    await imported(acm, { made: long, arn });
    expect((await refusal(acm.send(importCommand({ made: long, arn })))).name).toBe('LimitExceededException');
    clock.advance(366 * DAY);
    await imported(acm, { made: long, arn });
  });

  it('stores the tags that come with a first import', async () => {
    const { acm, emulator } = await acmSession();
    await imported(acm, { made, tags: [{ Key: 'team', Value: 'web' }, { Key: 'empty' }] });
    expect(emulator.state.certificates()[0]?.tags).toEqual({ team: 'web', empty: '' });
  });

  it('leaves nothing behind when there are 51 tags', async () => {
    const { acm } = await acmSession();
    const tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    expect((await refusal(acm.send(importCommand({ made, tags })))).name).toBe('TooManyTagsException');
    const { CertificateSummaryList } = await acm.send(
      new ListCertificatesCommand({ Includes: { keyTypes: [...KEY_ALGORITHMS] } }),
    );
    expect(CertificateSummaryList).toEqual([]);
  });

  it('refuses an empty list of tags', async () => {
    const { acm } = await acmSession();
    expect((await refusal(acm.send(importCommand({ made, tags: [] })))).message).toContain(
      'Member must have length greater than or equal to 1',
    );
  });

  it('writes no key and no certificate body to the request log', async () => {
    const { acm, emulator } = await acmSession();
    await imported(acm, { made });
    const log = JSON.stringify([emulator.requests.all(), emulator.state]);
    const keyLine = made.privateKeyPem.split('\n')[1] ?? 'none';
    expect(log).not.toContain(keyLine);
    expect(log).not.toContain('PRIVATE KEY');
  });
});
