import { afterEach } from 'vitest';
import { type FakeEntra, type FakeEntraOptions, startFakeEntra } from '../src/entra/fake-entra.js';
import { type FakeVault, type FakeVaultOptions, startFakeVault } from '../src/vault/fake-vault.js';
import { makeCertificate } from '../src/x509/make-certificate.js';

const running: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((part) => part.close()));
});

export interface EntraSession {
  readonly entra: FakeEntra;
  readonly vault: FakeVault;
  /** PEM of what signed the certificate of the authority. */
  readonly ca: string;
}

/** An authority over TLS and a vault that knows its tokens; closed after the test. */
export async function entraSession(
  options: Omit<FakeEntraOptions, 'vaults' | 'tls'> = {},
  vaultOptions: FakeVaultOptions = {},
): Promise<EntraSession> {
  const server = await makeCertificate({ algorithm: 'EC_prime256v1', names: ['127.0.0.1', 'localhost'] });
  const vault = await startFakeVault(vaultOptions);
  const entra = await startFakeEntra({
    ...options,
    vaults: [vault],
    tls: { key: server.privateKeyPem, cert: server.certificatePem },
  });
  running.push(vault, entra);
  return { entra, vault, ca: server.certificatePem };
}
