import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileKeyEncryptionKey, openPersistence, type Persistence } from '@certctl/persistence';
import type { Clock } from '@certctl/plugin-api';

/** More than one world writes. */
const EVERY_ROW = 10_000;

/** Records in SQLite, in a folder of their own, as the engine's model of any history opens them. */
export async function open(clock: Clock) {
  const folder = await mkdtemp(join(tmpdir(), 'certctl-model-'));
  const dataFolder = join(folder, 'data');
  const keyEncryptionKey = await fileKeyEncryptionKey(join(folder, 'kek'), { dataFolder, create: true });
  const store: Persistence = await openPersistence({ folder: dataFolder, clock, keyEncryptionKey });
  const { journal, audit, holds, keeper, addressBook, leases, deployments, usage } = store;
  return {
    ...{ journal, audit, holds, keeper, addressBook, leases, deployments, usage },
    together: <T>(work: () => Promise<T>) => store.together(work),
    isAtomic: true,
    rows: () => audit.list({ limit: EVERY_ROW }),
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
