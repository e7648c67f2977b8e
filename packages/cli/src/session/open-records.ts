import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ServiceOverride, SystemClock, TOKENS } from '@certctl/engine';
import type { Io } from '../io.js';
import type { SessionFlags } from '../options/session-options.js';
import { usageError } from '../usage-error.js';

/** Where keys and records are, and what seals the keys. */
export interface RecordsPlace {
  readonly folder: string;
  /** Of the key-encryption key; never inside the folder. */
  readonly keyFile: string;
}

/** Journal, leases, kept keys and audit on disk, for the engine's tokens. */
export interface Records {
  readonly services: readonly ServiceOverride[];
  close(): Promise<void>;
}

/** The word that turns keeping off. */
const NONE = 'none';

/** @returns undefined when nothing is to be kept on disk */
export function recordsPlace(
  flags: Pick<SessionFlags, 'data'>,
  { env }: Pick<Io, 'env'>,
): RecordsPlace | undefined {
  const given = flags.data ?? (env.CERTCTL_DATA || undefined);
  if (given === NONE) return undefined;
  const home = env.HOME || homedir();
  const state = env.XDG_STATE_HOME || join(home, '.local', 'state');
  const config = env.XDG_CONFIG_HOME || join(home, '.config');
  return {
    folder: given ?? join(state, 'certctl'),
    keyFile: env.CERTCTL_KEY_FILE || join(config, 'certctl', 'key-encryption-key'),
  };
}

/**
 * Opens the records. A command that only looks makes no folder: what was never kept cannot be looked up.
 * @throws CertctlError `store_*`, `key_encryption_key_*`
 */
export async function openRecords(
  place: RecordsPlace | undefined,
  create: boolean,
  { env }: Pick<Io, 'env'>,
): Promise<Records> {
  if (!place || (!create && !existsSync(place.folder))) return { services: [], close: async () => {} };
  const { environmentKeyEncryptionKey, fileKeyEncryptionKey, openPersistence } = await import(
    '@certctl/persistence'
  );
  const { folder, keyFile } = place;
  // Only the folder itself is made by the store, which holds its mode to 0700.
  await mkdir(dirname(folder), { recursive: true });
  const fromEnvironment = env.CERTCTL_KEY !== undefined && env.CERTCTL_KEY !== '';
  if (fromEnvironment && env.CERTCTL_KEY_FILE) {
    throw usageError('CERTCTL_KEY and CERTCTL_KEY_FILE are both set', 'Keep one of them.');
  }
  if (!fromEnvironment) await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 });
  const keyEncryptionKey = fromEnvironment
    ? environmentKeyEncryptionKey('CERTCTL_KEY', env)
    : await fileKeyEncryptionKey(keyFile, { dataFolder: folder, create });
  const store = await openPersistence({ folder, keyEncryptionKey, clock: new SystemClock() });
  return {
    services: [
      [TOKENS.journal, store.journal],
      [TOKENS.leases, store.leases],
      [TOKENS.keeper, store.keeper],
      [TOKENS.addressBook, store.addressBook],
      [TOKENS.holds, store.holds],
      [TOKENS.audit, store.audit],
      [TOKENS.deployments, store.deployments],
      [TOKENS.together, (work) => store.together(work)],
    ],
    close: () => store.close(),
  };
}
