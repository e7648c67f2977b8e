import { randomBytes } from 'node:crypto';
import {
  CertificateClient,
  type ImportCertificateOptions,
  type KeyVaultCertificateWithPolicy,
} from '@azure/keyvault-certificates';
import { SecretClient } from '@azure/keyvault-secrets';
import { admit } from '@certctl/certificate';
import { writePkcs12 } from '@certctl/certificate/pkcs12';
import { provenanceTags } from '@certctl/plugin-api';
import { OPERATOR_TAGS, type Preparation, type Renewal, type Side, TOKEN } from './order.js';

interface Bundle {
  readonly leaf: Uint8Array;
  readonly pfx: Uint8Array;
  readonly password: string;
}

/**
 * What a renewal asks of Key Vault, by the SDK with its default settings and nothing else. The PKCS#12 is made
 * before the rounds: whoever calls the SDK in a loop has it in a file.
 */
export async function openPlainVault({ url, slots, renewals }: Preparation): Promise<Side> {
  const credential = {
    getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 24 * 3_600_000 }),
  };
  // Without these two the SDK speaks to no emulator.
  const options = { allowInsecureConnection: true, disableChallengeResourceVerification: true };
  const certificates = new CertificateClient(url, credential, options);
  const secrets = new SecretClient(url, credential, options);
  const bundles = await Promise.all(renewals.map(bundleOf));
  const at = (renewal: number) => {
    const found = bundles[renewal % bundles.length];
    if (!found) throw new Error('there is nothing to renew with');
    return found;
  };
  const nameOf = (slot: number) => `plain-vault-${slot}`;
  const put = (slot: number, { pfx, password }: Bundle): Promise<KeyVaultCertificateWithPolicy> =>
    certificates.importCertificate(nameOf(slot), pfx, { password, ...settingsOf(nameOf(slot)) });
  for (let slot = 0; slot < slots; slot += 1) await put(slot, at(slot));
  return {
    async renew(slot, renewal) {
      const name = nameOf(slot);
      const bundle = at(renewal);
      await certificates.getCertificate(name);
      const { properties } = await put(slot, bundle);
      const version = properties.version ?? '';
      await certificates.getCertificateVersion(name, version);
      const latest = await certificates.getCertificate(name);
      const own = await certificates.getCertificateVersion(name, version);
      for (const { cer } of [latest, own]) {
        if (Buffer.compare(cer ?? Buffer.alloc(0), bundle.leaf) !== 0)
          throw new Error(`${name} shows another certificate`);
      }
      await certificates.getCertificateVersion(name, version);
      await secrets.getSecret(name, { version });
    },
    close: async () => {},
  };
}

async function bundleOf(renewal: Renewal): Promise<Bundle> {
  const { material } = admit(renewal, Date.now());
  const password = randomBytes(18).toString('base64url');
  return { leaf: material.leaf.der, pfx: await writePkcs12(material, { passphrase: password }), password };
}

/** The same body as the plugin's. The SDK's types leave out policy and state, which only so reach the wire. */
function settingsOf(id: string): ImportCertificateOptions {
  const settings = {
    certificatePolicy: {
      keyProperties: { keyType: 'RSA', keySize: 2048, exportable: true, reuseKey: false },
      secretProperties: { contentType: 'application/x-pkcs12' },
      issuerParameters: { name: 'Unknown' },
    },
    certificateAttributes: { enabled: true },
    tags: { ...OPERATOR_TAGS, ...provenanceTags({ certificateId: id, targetId: id, instance: 'bench' }) },
    preserveCertOrder: true,
  };
  // Checked at the wire: the emulator keeps what it was sent.
  return settings as ImportCertificateOptions;
}
