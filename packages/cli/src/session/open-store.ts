import { existsSync } from 'node:fs';
import type { Persistence } from '@certctl/persistence';
import { CertctlError } from '@certctl/plugin-api';
import type { Io } from '../io.js';
import type { StoreFlags } from '../options/store-options.js';
import { recordsPlace } from './open-records.js';

/** For commands of which the engine is no part. */
const CLOCK = { now: Date.now };

/**
 * The data folder, whether it is there or not.
 * @throws CertctlError `store_unusable` when nothing is kept on disk
 */
export function dataFolder(flags: StoreFlags, io: Pick<Io, 'env'>): string {
  const place = recordsPlace(flags, io);
  if (place) return place.folder;
  throw new CertctlError('store_unusable', 'records are kept in memory only, so there is no store', {
    remedy: 'Name the data folder with --data or CERTCTL_DATA.',
  });
}

/**
 * Runs an action on the records, without the key-encryption key: it works when that key is lost, too.
 * @throws CertctlError `store_*`
 */
export async function withStore<T>(
  flags: StoreFlags,
  io: Pick<Io, 'env'>,
  action: (store: Persistence) => Promise<T>,
): Promise<T> {
  const folder = dataFolder(flags, io);
  if (!existsSync(folder)) {
    throw new CertctlError('store_unusable', `there is no store in ${folder}`, {
      remedy: 'Name the data folder that deploys use, with --data or CERTCTL_DATA.',
    });
  }
  const { openPersistence } = await import('@certctl/persistence');
  const store = await openPersistence({ folder, clock: CLOCK });
  try {
    return await action(store);
  } finally {
    await store.close();
  }
}
