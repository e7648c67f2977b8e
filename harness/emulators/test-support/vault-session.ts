import type { AccessToken, TokenCredential } from '@azure/identity';
import { CertificateClient, type CertificateClientOptions } from '@azure/keyvault-certificates';
import { SecretClient } from '@azure/keyvault-secrets';
import { afterEach } from 'vitest';
import { type FakeVault, type FakeVaultOptions, startFakeVault } from '../src/vault/fake-vault.js';
import { writePfx } from '../src/vault/pfx/write-pfx.js';
import type { MadeCertificate } from '../src/x509/make-certificate.js';

const running: FakeVault[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

export const TOKEN = 'token-of-the-test';

/** What the SDK needs to talk to a vault that is not on Azure, over plain http. */
export const LOCAL: CertificateClientOptions = {
  disableChallengeResourceVerification: true,
  allowInsecureConnection: true,
  retryOptions: { maxRetries: 0 },
};

export interface VaultSession {
  readonly emulator: FakeVault;
  readonly certificates: CertificateClient;
  readonly secrets: SecretClient;
}

/** An emulator with clients of the real SDK and a principal that may do everything; closed after the test. */
export async function vaultSession(options: FakeVaultOptions = {}): Promise<VaultSession> {
  const emulator = await startFakeVault({ principals: [{ token: TOKEN }], ...options });
  running.push(emulator);
  return {
    emulator,
    certificates: new CertificateClient(emulator.url, tokenCredential(), LOCAL),
    secrets: new SecretClient(emulator.url, tokenCredential(), LOCAL),
  };
}

export function tokenCredential(token = TOKEN): TokenCredential {
  const issued: AccessToken = { token, expiresOnTimestamp: Date.now() + 3_600_000 };
  return { getToken: async () => issued };
}

/** A PFX without a password, leaf first. */
export function pfxOf(made: MadeCertificate, ...chain: MadeCertificate[]): Uint8Array {
  return writePfx({
    certificates: [made, ...chain].map(({ parsed }) => parsed.der),
    privateKey: made.privateKey,
    encryption: 'aes256',
  });
}

export function pemOfAll(made: MadeCertificate, ...chain: MadeCertificate[]): string {
  return made.privateKeyPem + [made, ...chain].map(({ certificatePem }) => certificatePem).join('');
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  // The body is whatever the service says; each test names what it expects of it.
  readonly body: ReturnType<typeof JSON.parse>;
}

/** A request by hand, with the token of the session unless another is given. */
export async function raw(
  emulator: FakeVault,
  method: string,
  path: string,
  { body, token = TOKEN }: { body?: object; token?: string | null } = {},
): Promise<RawAnswer> {
  const answer = await fetch(`${emulator.url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
}

export const V = 'api-version=2025-07-01';

/** The body of an import. */
export function importBody(made: MadeCertificate, more: object = {}): object {
  return { value: Buffer.from(pfxOf(made)).toString('base64'), ...more };
}

/** How a refused call ends. */
export async function refusal(
  sent: Promise<unknown>,
): Promise<{ status: unknown; code: unknown; inner: unknown; message: string }> {
  const error: unknown = await sent.then(
    () => new Error('the call was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('what was thrown is no error');
  // RestError of the SDK; its type is not exported by the Key Vault packages.
  const { statusCode, code, details } = error as Error & {
    statusCode?: number;
    code?: string;
    details?: { error?: { innerError?: { code?: string } } };
  };
  return { status: statusCode, code, inner: details?.error?.innerError?.code, message: error.message };
}
