import { pemBlocks } from '@certctl/certificate';
import type { ObservedCertificate, Pems } from '../../environment/stage.js';
import { loadSdk } from '../endpoint/load-sdk.js';
import type { AcmEndpoint, AwsKeys } from './acm-endpoint.js';

type Sdk = typeof import('@aws-sdk/client-acm');
type Tags = Readonly<Record<string, string>>;

/** One certificate of the account. */
export interface AcmEntry {
  readonly arn: string;
  readonly createdAt: number;
}

/** A look at ACM, and the acts of somebody else there, with a client of the vendor that no plugin has touched. */
export class AcmObserver {
  readonly #sdk: Sdk;
  readonly #client: InstanceType<Sdk['ACMClient']>;

  private constructor(sdk: Sdk, client: InstanceType<Sdk['ACMClient']>) {
    this.#sdk = sdk;
    this.#client = client;
  }

  /** @throws ConformanceError without the SDK */
  static async open({ url, region = 'us-east-1', credentials }: AcmEndpoint): Promise<AcmObserver> {
    const sdk = await loadSdk('@aws-sdk/client-acm', () => import('@aws-sdk/client-acm'));
    const client = new sdk.ACMClient({
      region,
      // Cases wait for it, and the account's rates are shared with them.
      maxAttempts: 8,
      ...(url === undefined ? {} : { endpoint: url }),
      ...(credentials ? { credentials: { ...credentials } } : {}),
    });
    return new AcmObserver(sdk, client);
  }

  /** The keys that the client signs with. */
  keys(): Promise<AwsKeys> {
    return this.#client.config.credentials();
  }

  /** The URL that the SDK resolves for the region. */
  endpoint(region: string): string {
    const { endpointProvider } = this.#client.config;
    const asked = { Region: region, UseFIPS: false, UseDualStack: false, ServiceType: 'acm' };
    return endpointProvider(asked).url.origin;
  }

  /** Every imported certificate of the region, of all key types, oldest first. */
  async list(): Promise<readonly AcmEntry[]> {
    const { KeyAlgorithm, paginateListCertificates } = this.#sdk;
    const found: AcmEntry[] = [];
    const pages = paginateListCertificates(
      { client: this.#client },
      { Includes: { keyTypes: Object.values(KeyAlgorithm) } },
    );
    for await (const { CertificateSummaryList = [] } of pages) {
      for (const { CertificateArn, CreatedAt, Type } of CertificateSummaryList) {
        if (CertificateArn === undefined || (Type !== undefined && Type !== 'IMPORTED')) continue;
        found.push({ arn: CertificateArn, createdAt: CreatedAt?.getTime() ?? 0 });
      }
    }
    return found.toSorted((one, other) => one.createdAt - other.createdAt);
  }

  /** What an ARN holds; undefined when the service says that there is none. */
  async read(arn: string): Promise<ObservedCertificate | undefined> {
    const { DescribeCertificateCommand, GetCertificateCommand, ListTagsForCertificateCommand } = this.#sdk;
    try {
      const named = { CertificateArn: arn };
      const [{ Certificate = '', CertificateChain = '' }, { Tags = [] }, { Certificate: detail }] =
        await Promise.all([
          this.#client.send(new GetCertificateCommand(named)),
          this.#client.send(new ListTagsForCertificateCommand(named)),
          this.#client.send(new DescribeCertificateCommand(named)),
        ]);
      const [leaf] = ders(Certificate);
      if (leaf === undefined) return undefined;
      const revision = detail?.ImportedAt?.getTime();
      return {
        ...{ leaf, chain: ders(CertificateChain), enabled: true },
        tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
        ...(revision === undefined ? {} : { revision: String(revision) }),
      };
    } catch (error) {
      if (error instanceof this.#sdk.ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  /** Imports, or re-imports over an ARN. @returns the ARN */
  async put({ certificatePem, chainPem, privateKeyPem }: Pems, tags: Tags, arn?: string): Promise<string> {
    const bytes = (pem: string) => Buffer.from(pem);
    const { CertificateArn = '' } = await this.#client.send(
      new this.#sdk.ImportCertificateCommand({
        Certificate: bytes(certificatePem),
        PrivateKey: bytes(privateKeyPem),
        ...(chainPem === '' ? {} : { CertificateChain: bytes(chainPem) }),
        ...(arn === undefined ? {} : { CertificateArn: arn }),
        ...(arn === undefined && Object.keys(tags).length > 0 ? { Tags: listOf(tags) } : {}),
      }),
    );
    if (arn !== undefined) await this.retag(arn, tags);
    return CertificateArn;
  }

  /** Leaves exactly these tags. */
  async retag(arn: string, tags: Tags): Promise<void> {
    const { AddTagsToCertificateCommand, ListTagsForCertificateCommand, RemoveTagsFromCertificateCommand } =
      this.#sdk;
    const { Tags = [] } = await this.#client.send(new ListTagsForCertificateCommand({ CertificateArn: arn }));
    const gone = Tags.filter(({ Key = '' }) => !(Key in tags));
    if (gone.length > 0) {
      await this.#client.send(new RemoveTagsFromCertificateCommand({ CertificateArn: arn, Tags: gone }));
    }
    if (Object.keys(tags).length > 0) {
      await this.#client.send(new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: listOf(tags) }));
    }
  }

  /** Deletes; nothing happens when it is gone already. */
  async remove(arn: string): Promise<void> {
    try {
      await this.#client.send(new this.#sdk.DeleteCertificateCommand({ CertificateArn: arn }));
    } catch (error) {
      if (!(error instanceof this.#sdk.ResourceNotFoundException)) throw error;
    }
  }

  close(): void {
    this.#client.destroy();
  }
}

function ders(pem: string): readonly Uint8Array[] {
  return pem.trim() === '' ? [] : pemBlocks(pem).map(({ der }) => der);
}

function listOf(tags: Tags) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
