import type { KMSClient, KMSClientConfig } from '@aws-sdk/client-kms';
import {
  CertctlError,
  type HttpSettings,
  type KeyEncryptionKey,
  type WrapContext,
} from '@certctl/plugin-api';
import { AwsRequestHandler } from '@certctl/plugin-http/aws';
import { kmsError } from './kms-error.js';

export interface KmsKeyOptions {
  /** ARN of a symmetric key, or of an alias of one: the region is read from it. */
  readonly key: string;
  /** Proxies, authorities and time-outs of the host. */
  readonly http: HttpSettings;
  /** The SDK's own form; its default chain when left out. */
  readonly credentials?: NonNullable<KMSClientConfig['credentials']>;
  /** Of an emulator or a private endpoint; the SDK also hears AWS_ENDPOINT_URL_KMS. */
  readonly endpoint?: string;
  /** For one request. 10 seconds. */
  readonly timeoutMs?: number;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id */
const ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:(key|alias)\/[\w/-]+$/;

/**
 * A key of AWS KMS, which never leaves it. The context goes along as the encryption context, so KMS itself
 * refuses to unwrap for another record, and CloudTrail shows for which one it did.
 *
 * Needs kms:Encrypt and kms:Decrypt on the key, and kms:DescribeKey to find the key behind an alias.
 * @throws `key_encryption_key_unusable` when the text is no ARN of a key; an alias is looked up, which may end
 *   in `key_encryption_key_unreachable` or `key_encryption_key_refused`
 */
export async function awsKmsKey(options: KmsKeyOptions): Promise<KeyEncryptionKey> {
  const [, region, kind] = ARN.exec(options.key) ?? [];
  if (region === undefined) {
    throw new CertctlError('key_encryption_key_unusable', `"${options.key}" is not the ARN of a KMS key`, {
      remedy: 'Give the ARN of a key, or of an alias: arn:aws:kms:REGION:ACCOUNT:alias/NAME.',
    });
  }
  const { http, credentials, endpoint, timeoutMs = 10_000 } = options;
  const sdk = await import('@aws-sdk/client-kms');
  const client = new sdk.KMSClient({
    region,
    requestHandler: new AwsRequestHandler(http, { now: Date.now }),
    // Whoever needs the key has a deadline of its own, and says when it tries again.
    maxAttempts: 1,
    ...(credentials ? { credentials } : {}),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const send: Send = async (key, operation, work) => {
    try {
      return await work(client, { abortSignal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw kmsError(error, key, operation);
    }
  };
  const arn =
    kind === 'key'
      ? options.key
      : await send(options.key, 'kms:DescribeKey', async (kms, call) => {
          const { KeyMetadata } = await kms.send(new sdk.DescribeKeyCommand({ KeyId: options.key }), call);
          return answered(KeyMetadata?.Arn, 'Arn');
        });
  return new AwsKmsKey(arn, sdk, send);
}

type Sdk = typeof import('@aws-sdk/client-kms');
type Send = <T>(
  key: string,
  operation: string,
  work: (client: KMSClient, call: { readonly abortSignal: AbortSignal }) => Promise<T>,
) => Promise<T>;

class AwsKmsKey implements KeyEncryptionKey {
  readonly id: string;
  readonly #arn: string;
  readonly #sdk: Sdk;
  readonly #send: Send;

  constructor(arn: string, sdk: Sdk, send: Send) {
    this.id = `aws-kms:${arn}`;
    this.#arn = arn;
    this.#sdk = sdk;
    this.#send = send;
  }

  wrap(dataKey: Uint8Array, context: WrapContext): Promise<Uint8Array> {
    return this.#send(this.#arn, 'kms:Encrypt', async (client, call) => {
      const input = { KeyId: this.#arn, Plaintext: dataKey, EncryptionContext: { ...context } };
      const { CiphertextBlob } = await client.send(new this.#sdk.EncryptCommand(input), call);
      return answered(CiphertextBlob, 'CiphertextBlob');
    });
  }

  unwrap(wrapped: Uint8Array, context: WrapContext): Promise<Uint8Array> {
    return this.#send(this.#arn, 'kms:Decrypt', async (client, call) => {
      // The key is named, so that a ciphertext of another key that the caller may use is refused.
      const input = { KeyId: this.#arn, CiphertextBlob: wrapped, EncryptionContext: { ...context } };
      const { Plaintext } = await client.send(new this.#sdk.DecryptCommand(input), call);
      return answered(Plaintext, 'Plaintext');
    });
  }
}

/** An answer without it is not one of KMS: a proxy, or an emulator that is none. */
function answered<T>(value: T | undefined, member: string): T {
  if (value !== undefined) return value;
  throw Object.assign(new Error(`The answer has no ${member}.`), { name: 'SyntaxError' });
}
