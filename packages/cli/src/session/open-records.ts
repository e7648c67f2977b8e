import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ServiceOverride, SystemClock, TOKENS } from '@certctl/engine';
import type { Persistence } from '@certctl/persistence';
import type { HttpSettings } from '@certctl/plugin-api';
import type { Io } from '../io.js';
import type { SessionFlags } from '../options/session-options.js';
import { type KeyChoice, keyChoice, openKey } from './key-choice.js';

/** Where keys and records are, and what seals the keys. */
export interface RecordsPlace {
  readonly folder: string;
  readonly key: KeyChoice;
}

/** Journal, leases, kept keys and audit on disk, for the engine's tokens. */
export interface Records {
  readonly services: readonly ServiceOverride[];
  /** Undefined when nothing is kept on disk. */
  readonly store?: Persistence;
  close(): Promise<void>;
}

/** The word that turns keeping off. */
const NONE = 'none';

/**
 * @returns undefined when nothing is to be kept on disk
 * @throws CertctlError `usage` when several variables name a key-encryption key
 */
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
    key: keyChoice(env, join(config, 'certctl', 'key-encryption-key')),
  };
}

/**
 * Opens the records. A command that only looks makes no folder: what was never kept cannot be looked up. The
 * key-encryption key is asked for by what seals or opens a key, so the rest works without it.
 * @throws CertctlError `store_*`
 */
export async function openRecords(
  place: RecordsPlace | undefined,
  create: boolean,
  http: HttpSettings,
): Promise<Records> {
  if (!place || (!create && !existsSync(place.folder))) return { services: [], close: async () => {} };
  const { openPersistence } = await import('@certctl/persistence');
  const { folder: dataFolder, key } = place;
  // Only the folder itself is made by the store, which holds its mode to 0700.
  await mkdir(dirname(dataFolder), { recursive: true });
  const store = await openPersistence({
    folder: dataFolder,
    keyEncryptionKey: () => openKey(key, { dataFolder, create, http }),
    clock: new SystemClock(),
  });
  return {
    services: [
      [TOKENS.journal, store.journal],
      [TOKENS.leases, store.leases],
      [TOKENS.keeper, store.keeper],
      [TOKENS.addressBook, store.addressBook],
      [TOKENS.holds, store.holds],
      [TOKENS.compromised, store.compromised],
      [TOKENS.audit, store.audit],
      [TOKENS.deployments, store.deployments],
      [TOKENS.usage, store.usage],
      [TOKENS.together, (work) => store.together(work)],
    ],
    store,
    close: () => store.close(),
  };
}
