import { ACMClient, ImportCertificateCommand, type Tag } from '@aws-sdk/client-acm';
import { afterEach, expect } from 'vitest';
import { type FakeAcm, type FakeAcmOptions, startFakeAcm } from '../src/acm/fake-acm.js';
import { type CertificateWish, type MadeCertificate, makeCertificate } from '../src/x509/make-certificate.js';

const running: { close(): unknown }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((part) => part.close()));
});

export interface AcmSession {
  readonly emulator: FakeAcm;
  readonly acm: ACMClient;
}

/** An emulator with a client of the real SDK, closed after the test. */
export async function acmSession(options: FakeAcmOptions = {}, region = 'eu-west-1'): Promise<AcmSession> {
  const emulator = await startFakeAcm(options);
  running.push(emulator);
  return { emulator, acm: acmClient(emulator, { region }) };
}

export interface ClientWish {
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
}

export function clientConfig(emulator: { readonly url: string }, wish: ClientWish = {}) {
  return {
    endpoint: emulator.url,
    region: wish.region ?? 'eu-west-1',
    maxAttempts: 1,
    credentials: {
      accessKeyId: wish.accessKeyId ?? 'AKIAEMULATOREXAMPLE1',
      secretAccessKey: wish.secretAccessKey ?? 'secret',
      ...(wish.sessionToken === undefined ? {} : { sessionToken: wish.sessionToken }),
    },
  };
}

export function acmClient(emulator: FakeAcm, wish: ClientWish = {}): ACMClient {
  const client = new ACMClient(clientConfig(emulator, wish));
  running.push({ close: () => client.destroy() });
  return client;
}

export interface Sendable {
  readonly made: MadeCertificate;
  readonly chain?: string;
  readonly arn?: string;
  readonly tags?: Tag[];
}

export function importCommand({ made, chain, arn, tags }: Sendable): ImportCertificateCommand {
  return new ImportCertificateCommand({
    Certificate: Buffer.from(made.certificatePem),
    PrivateKey: Buffer.from(made.privateKeyPem),
    ...(chain === undefined ? {} : { CertificateChain: Buffer.from(chain) }),
    ...(arn === undefined ? {} : { CertificateArn: arn }),
    ...(tags === undefined ? {} : { Tags: tags }),
  });
}

/** Imports and returns the ARN. */
export async function imported(acm: ACMClient, sendable: Sendable): Promise<string> {
  const { CertificateArn } = await acm.send(importCommand(sendable));
  expect(CertificateArn).toMatch(/^arn:/);
  return CertificateArn ?? '';
}

/** A leaf with an EC key, which is made in no time, unless the wish says otherwise. */
export function leaf(wish: CertificateWish = {}): Promise<MadeCertificate> {
  return makeCertificate({ algorithm: 'EC_prime256v1', names: ['www.example.com'], ...wish });
}

export function authority(wish: CertificateWish = {}): Promise<MadeCertificate> {
  return makeCertificate({
    algorithm: 'EC_prime256v1',
    subject: 'CN=Test CA, O=Test Organisation',
    certificateAuthority: true,
    keyUsages: ['CERTIFICATE_SIGNING', 'CRL_SIGNING'],
    ...wish,
  });
}

/** How a refused call ends: the name, the HTTP status and the message. */
export async function refusal(
  sent: Promise<unknown>,
): Promise<{ name: string; status: number | undefined; message: string }> {
  const error: unknown = await sent.then(
    () => new Error('the call was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('what was thrown is no error');
  return { name: error.name, status: statusOf(error), message: error.message };
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return;
  const { $metadata } = error;
  return 'httpStatusCode' in $metadata && typeof $metadata.httpStatusCode === 'number'
    ? $metadata.httpStatusCode
    : undefined;
}

/** A ValidationException with this message. */
export function validation(message: string): { name: string; status: number; message: string } {
  return { name: 'ValidationException', status: 400, message };
}
