import type { TokenCredential } from '@azure/core-auth';
import {
  CertctlError,
  type HttpSettings,
  type KeyEncryptionKey,
  type WrapContext,
} from '@certctl/plugin-api';
import { openFor, sealFor } from './bind-context.js';
import { type KeyIdentifier, readKeyIdentifier } from './key-identifier.js';
import { type KeyOperations, openKeyClient } from './open-key-client.js';
import { OPERATIONS, vaultError } from './vault-error.js';

export interface VaultKeyOptions {
  /** https://VAULT.vault.azure.net/keys/NAME, an RSA key; with a version, that one wraps, otherwise the newest. */
  readonly key: string;
  /** Proxies, authorities and time-outs of the host; its `allowEndpoints` lets a host be named that is no vault. */
  readonly http: HttpSettings;
  /** The SDK's DefaultAzureCredential when left out. */
  readonly credential?: TokenCredential;
  /** For one request, its token included. 10 seconds. */
  readonly timeoutMs?: number;
}

/** What is stored of a wrapped data key. */
interface Wrapped {
  /** Version of the vault's key: others cannot unwrap. */
  readonly version: string;
  /** The local key, wrapped by the vault. */
  readonly key: string;
  /** The data key, sealed by the local key for its context. */
  readonly sealed: string;
}

const ALGORITHM = 'RSA-OAEP-256';
const VERSION = /^[0-9a-f]{32}$/;

/**
 * An RSA key of Azure Key Vault, whose private half never leaves it. What is wrapped names its version, so the
 * vault may rotate the key: the newest version wraps, older ones unwrap what they wrapped.
 *
 * Needs the data actions keys/wrap and keys/unwrap, and keys/read unless the identifier has a version.
 * @throws `key_encryption_key_unusable`
 */
export async function azureKeyVaultKey(options: VaultKeyOptions): Promise<KeyEncryptionKey> {
  const { key, http, credential, timeoutMs = 10_000 } = options;
  const identifier = readKeyIdentifier(key, http.allowEndpoints);
  return new AzureKeyVaultKey(identifier, await openKeyClient(identifier, http, credential), timeoutMs);
}

class AzureKeyVaultKey implements KeyEncryptionKey {
  readonly id: string;
  readonly #identifier: KeyIdentifier;
  readonly #operations: KeyOperations;
  readonly #timeoutMs: number;

  constructor(identifier: KeyIdentifier, operations: KeyOperations, timeoutMs: number) {
    // Without a version: the same key unwraps what any of its versions wrapped.
    this.id = `azure-key-vault:${identifier.vault}/keys/${identifier.name}`;
    this.#identifier = identifier;
    this.#operations = operations;
    this.#timeoutMs = timeoutMs;
  }

  async wrap(dataKey: Uint8Array, context: WrapContext): Promise<Uint8Array> {
    const { name } = this.#identifier;
    const version = this.#identifier.version ?? (await this.#newest());
    const { localKey, sealed } = sealFor(context, dataKey);
    try {
      const key = await this.#send(OPERATIONS.wrap, version, async (call) =>
        answered(
          (await this.#operations.wrapKey(name, version, { algorithm: ALGORITHM, value: localKey }, call))
            .result,
          'value',
        ),
      );
      const wrapped: Wrapped = { version, key: base64(key), sealed: base64(sealed) };
      return Buffer.from(JSON.stringify(wrapped));
    } finally {
      localKey.fill(0);
    }
  }

  async unwrap(wrapped: Uint8Array, context: WrapContext): Promise<Uint8Array> {
    const { name } = this.#identifier;
    const parts = read(wrapped);
    if (!parts) throw this.#wrong(context);
    const { version, key, sealed } = parts;
    const localKey = await this.#send(OPERATIONS.unwrap, version, async (call) => {
      const parameters = { algorithm: ALGORITHM, value: Buffer.from(key, 'base64') } as const;
      return answered((await this.#operations.unwrapKey(name, version, parameters, call)).result, 'value');
    });
    const dataKey = openFor(context, localKey, Buffer.from(sealed, 'base64'));
    localKey.fill(0);
    if (dataKey) return dataKey;
    throw this.#wrong(context);
  }

  /** A disabled version may still wrap, and what it wrapped could not be opened again. */
  async #newest(): Promise<string> {
    const { name } = this.#identifier;
    const bundle = await this.#send(OPERATIONS.read, undefined, (call) =>
      this.#operations.getKey(name, '', call),
    );
    const version = bundle.key?.kid?.split('/').at(-1) ?? '';
    if (bundle.attributes?.enabled === false) {
      throw new CertctlError('key_encryption_key_refused', `the newest version of ${this.id} is disabled`, {
        remedy: `Enable it: az keyvault key set-attributes --enabled true --id ${this.#url(version)}; or name an enabled version.`,
      });
    }
    if (VERSION.test(version)) return version;
    throw vaultError(new Error('The answer names no version.'), this.#url(undefined), OPERATIONS.read);
  }

  async #send<T>(
    operation: string,
    version: string | undefined,
    work: (call: { readonly abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const abortSignal = AbortSignal.timeout(this.#timeoutMs);
    try {
      return await raced(work({ abortSignal }), abortSignal);
    } catch (error) {
      throw vaultError(error, this.#url(version), operation);
    }
  }

  #url(version: string | undefined): string {
    const { vault, name } = this.#identifier;
    return [vault, 'keys', name, ...(version === undefined ? [] : [version])].join('/');
  }

  #wrong(context: WrapContext): CertctlError {
    return new CertctlError(
      'key_encryption_key_wrong',
      `the key-encryption key ${this.id} does not open what was sealed for ${context.address ?? 'the store'}`,
    );
  }
}

/** MSAL waits for what it has begun; whoever needs the key does not wait for MSAL. */
function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function read(wrapped: Uint8Array): Wrapped | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(wrapped).toString());
    // Its members are checked next; what is no object has none of them.
    const { version, key, sealed } = parsed as Partial<Wrapped>;
    if (typeof key !== 'string' || typeof sealed !== 'string') return undefined;
    return typeof version === 'string' && VERSION.test(version) ? { version, key, sealed } : undefined;
  } catch {
    // No JSON, or null: not what `wrap` made.
    return undefined;
  }
}

/** An answer without it is not one of Key Vault. */
function answered<T>(value: T | undefined, member: string): T {
  if (value !== undefined) return value;
  throw new Error(`The answer has no ${member}.`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
