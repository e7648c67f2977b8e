import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** A key that is put there, an RSA key that stays in the vault. */
export interface VaultKeyOption {
  readonly name: string;
  /** @default 2048 */
  readonly size?: 2048 | 3072 | 4096;
  /** @default wrapKey and unwrapKey */
  readonly operations?: readonly string[];
  readonly enabled?: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
}

export type VaultKeyChange = Partial<Pick<VaultKeyVersion, 'enabled' | 'expiresAt'>>;

export interface VaultKeyVersion {
  readonly name: string;
  /** 32 hexadecimal digits. */
  readonly version: string;
  readonly operations: readonly string[];
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  enabled: boolean;
  expiresAt: number | undefined;
}

/** Keys that belong to no certificate, by name in lower case, versions oldest first. */
export class VaultKeys {
  private readonly keys = new Map<string, VaultKeyVersion[]>();

  add(option: VaultKeyOption, now: number): VaultKeyVersion {
    const { name, size = 2048, operations = ['wrapKey', 'unwrapKey'], enabled = true, expiresAt } = option;
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: size });
    const made: VaultKeyVersion = {
      ...{ name, operations, privateKey, publicKey, enabled, expiresAt },
      version: randomBytes(16).toString('hex'),
      createdAt: now,
    };
    this.keys.set(name.toLowerCase(), [...(this.keys.get(name.toLowerCase()) ?? []), made]);
    return made;
  }

  /** That version, or the latest. */
  get(name: string, version: string | undefined): VaultKeyVersion | undefined {
    const versions = this.keys.get(name.toLowerCase());
    return version === undefined ? versions?.at(-1) : versions?.find((each) => each.version === version);
  }

  change(name: string, version: string, change: VaultKeyChange): void {
    const found = this.get(name, version);
    if (found === undefined) throw new Error(`the vault holds no key ${name}/${version}`);
    Object.assign(found, change);
  }

  delete(name: string): void {
    this.keys.delete(name.toLowerCase());
  }

  clear(): void {
    this.keys.clear();
  }
}
