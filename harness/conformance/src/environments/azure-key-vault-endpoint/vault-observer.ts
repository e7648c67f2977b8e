import { createPrivateKey, X509Certificate } from 'node:crypto';
import { pemBlocks } from '@certctl/certificate';
import type { ObservedCertificate, Pems } from '../../environment/stage.js';
import { isLoopback } from '../endpoint/admit-account.js';
import { loadSdk } from '../endpoint/load-sdk.js';
import { scopeOf, type VaultCredential } from './vault-credential.js';
import type { VaultEndpoint } from './vault-endpoint.js';

type CertificatesSdk = typeof import('@azure/keyvault-certificates');
type SecretsSdk = typeof import('@azure/keyvault-secrets');
type Tags = Readonly<Record<string, string>>;

interface Clients {
  readonly certificates: InstanceType<CertificatesSdk['CertificateClient']>;
  readonly secrets: InstanceType<SecretsSdk['SecretClient']>;
}

/** What never changes in a version once it is there. */
type Material = Pick<ObservedCertificate, 'leaf' | 'chain' | 'keyBelongs'>;

const API_VERSION = '7.4';
const PEM = 'application/x-pem-file';

/** A look at a vault, and the acts of somebody else there, with clients of the vendor that no plugin has touched. */
export class VaultObserver {
  readonly #url: string;
  readonly #credential: VaultCredential;
  readonly #clients: Clients;
  /** By `name/version`: a version that is disabled does not show its secret any more. */
  readonly #seen = new Map<string, Material>();
  /** `name/version`, in the order in which they were made: a vault's times are of whole seconds. */
  readonly #made: string[] = [];

  private constructor(url: string, credential: VaultCredential, clients: Clients) {
    this.#url = new URL(url).origin;
    this.#credential = credential;
    this.#clients = clients;
  }

  /** @throws ConformanceError without the SDK */
  static async open({ url }: VaultEndpoint, credential: VaultCredential): Promise<VaultObserver> {
    const [certificatesSdk, secretsSdk] = await Promise.all([
      loadSdk('@azure/keyvault-certificates', () => import('@azure/keyvault-certificates')),
      loadSdk('@azure/keyvault-secrets', () => import('@azure/keyvault-secrets')),
    ]);
    const isVault = /\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net)$/.test(new URL(url).hostname);
    const options = {
      // What stands in for a vault has another host than the resource of its tokens.
      ...(isVault ? {} : { disableChallengeResourceVerification: true }),
      ...(isLoopback(url) ? { allowInsecureConnection: true } : {}),
    };
    return new VaultObserver(url, credential, {
      certificates: new certificatesSdk.CertificateClient(url, credential, options),
      secrets: new secretsSdk.SecretClient(url, credential, options),
    });
  }

  /** Names that begin so, of what is there. */
  async names(prefix: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { name } of this.#clients.certificates.listPropertiesOfCertificates()) {
      if (name?.startsWith(prefix)) found.push(name);
    }
    return found;
  }

  /** The same, of what is deleted and can be recovered. */
  async deletedNames(prefix: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { name } of this.#clients.certificates.listDeletedCertificates()) {
      if (name?.startsWith(prefix)) found.push(name);
    }
    return found;
  }

  /** The vault's host as its identifiers say it, which a proxy does not change; undefined while it is empty. */
  async host(): Promise<string | undefined> {
    for await (const { id } of this.#clients.certificates.listPropertiesOfCertificates()) {
      if (id !== undefined) return new URL(id).host;
    }
    return undefined;
  }

  /** Tells of a version that was made, by what the vault answered to its import. */
  made(answer: string): void {
    const [, version] = /"id":\s*"https?:\/\/[^/"]+\/certificates\/([^"]+)"/.exec(answer) ?? [];
    if (version !== undefined) this.#made.push(version);
  }

  /** Every version, the latest last. */
  async read(name: string): Promise<readonly ObservedCertificate[]> {
    const { certificates } = this.#clients;
    const versions = [];
    for await (const each of certificates.listPropertiesOfCertificateVersions(name)) versions.push(each);
    const { properties } = await certificates.getCertificate(name);
    const rank = (version = '') =>
      version === properties.version ? Number.POSITIVE_INFINITY : this.#made.indexOf(`${name}/${version}`);
    const sorted = versions.toSorted(
      (one, other) =>
        (one.createdOn?.getTime() ?? 0) - (other.createdOn?.getTime() ?? 0) ||
        rank(one.version) - rank(other.version),
    );
    const revisions: ObservedCertificate[] = [];
    for (const { version = '', enabled = true, tags = {} } of sorted) {
      const material = await this.#material(name, version, enabled);
      revisions.push({ ...material, tags, enabled, revision: version });
    }
    return revisions;
  }

  /** Somebody else's import; the SDK drops the policy of one, without which a vault does not read PEM. */
  async put(name: string, pems: Pems, tags: Tags): Promise<void> {
    const token = await this.#credential.getToken(scopeOf(this.#url));
    const answer = await fetch(`${this.#url}/certificates/${name}/import?api-version=${API_VERSION}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token?.token ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        value: pemOf(pems),
        policy: { key_props: { exportable: true }, secret_props: { contentType: PEM } },
        tags,
      }),
    });
    if (!answer.ok) throw new Error(`the vault refused the import of ${name}: ${answer.status}`);
    this.made(await answer.text());
  }

  async update(name: string, change: { readonly tags?: Tags; readonly enabled?: boolean }): Promise<void> {
    const { certificates } = this.#clients;
    const { version = '' } = (await certificates.getCertificate(name)).properties;
    await certificates.updateCertificateProperties(name, version, {
      ...(change.tags ? { tags: { ...change.tags } } : {}),
      ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
    });
  }

  /** Deletes, and waits until that is done; nothing happens when it is gone already. */
  async delete(name: string): Promise<void> {
    try {
      const deletion = await this.#clients.certificates.beginDeleteCertificate(name, { intervalInMs: 500 });
      await deletion.pollUntilDone();
    } catch (error) {
      if (!isStatus(error, 404)) throw error;
    }
  }

  /** Removes for good what is deleted. @returns false where the vault refuses that: no permission, or protection */
  async purge(name: string): Promise<boolean> {
    try {
      await this.#clients.certificates.purgeDeletedCertificate(name);
      return true;
    } catch (error) {
      if (isStatus(error, 404)) return true;
      if (isStatus(error, 403)) return false;
      throw error;
    }
  }

  async #material(name: string, version: string, enabled: boolean): Promise<Material> {
    const key = `${name}/${version}`;
    const seen = this.#seen.get(key);
    if (seen) return seen;
    const { cer = new Uint8Array() } = await this.#clients.certificates.getCertificateVersion(name, version);
    if (!enabled) return { leaf: cer, chain: [] };
    const { value = '', properties } = await this.#clients.secrets.getSecret(name, { version });
    const material = properties.contentType === PEM ? fromPem(cer, value) : { leaf: cer, chain: [] };
    this.#seen.set(key, material);
    return material;
  }
}

/** In the order in which a vault reads them: the key, the leaf, the chain. */
export function pemOf({ certificatePem, chainPem, privateKeyPem }: Pems): string {
  return `${privateKeyPem}\n${certificatePem}\n${chainPem}`;
}

/** The secret of a certificate that was imported as PEM: its key, its leaf, its chain. */
function fromPem(leaf: Uint8Array, pem: string): Material {
  const blocks = pemBlocks(pem);
  const [, ...chain] = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ der }) => der);
  const key = createPrivateKey(pem);
  return { leaf, chain, keyBelongs: new X509Certificate(leaf).checkPrivateKey(key) };
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof Error && Reflect.get(error, 'statusCode') === status;
}
