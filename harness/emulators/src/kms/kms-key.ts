import { randomBytes, randomUUID } from 'node:crypto';

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html; those that are emulated. */
export const KEY_STATES = ['Enabled', 'Disabled', 'PendingDeletion'] as const;

export type KeyState = (typeof KEY_STATES)[number];

/** A key that is put there: symmetric, or one that cannot encrypt. */
export interface KmsKeyOption {
  /** Made when left out. */
  readonly keyId?: string;
  /** Name without the prefix `alias/`. */
  readonly alias?: string;
  readonly account?: string;
  readonly region?: string;
  readonly usage?: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY';
  readonly state?: KeyState;
}

export interface KmsKey {
  readonly keyId: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly usage: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY';
  readonly createdAt: number;
  /** AES-256. Never leaves the emulator. */
  readonly material: Uint8Array;
  state: KeyState;
  /** Epoch milliseconds; of a key that is to be deleted. */
  deletionDate: number | undefined;
}

export function makeKey(option: KmsKeyOption & { account: string; region: string }, now: number): KmsKey {
  const { account, region, keyId = randomUUID(), usage = 'ENCRYPT_DECRYPT', state = 'Enabled' } = option;
  return {
    keyId,
    arn: `arn:aws:kms:${region}:${account}:key/${keyId}`,
    account,
    region,
    usage,
    createdAt: now,
    material: randomBytes(32),
    state,
    deletionDate: undefined,
  };
}

/** Keys and the aliases that name them. */
export class KmsKeys {
  private readonly keys = new Map<string, KmsKey>();
  /** By the ARN of the alias. */
  private readonly aliases = new Map<string, string>();

  add(key: KmsKey): void {
    this.keys.set(key.arn, key);
  }

  get(arn: string): KmsKey | undefined {
    return this.keys.get(arn);
  }

  delete(arn: string): void {
    this.keys.delete(arn);
  }

  /** In the order of their creation. */
  all(): KmsKey[] {
    return [...this.keys.values()];
  }

  /** Points an alias at a key, as UpdateAlias does. */
  setAlias(aliasArn: string, keyArn: string): void {
    this.aliases.set(aliasArn, keyArn);
  }

  /** The key that an alias stands for at this moment. */
  behind(aliasArn: string): KmsKey | undefined {
    const arn = this.aliases.get(aliasArn);
    return arn === undefined ? undefined : this.keys.get(arn);
  }

  clear(): void {
    this.keys.clear();
    this.aliases.clear();
  }
}
