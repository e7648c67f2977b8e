import { setTimeout as sleep } from 'node:timers/promises';
import { restoreStore } from '../backup/restore-store.js';
import { openPersistence } from '../open-persistence.js';
import type { PostgresOptions } from '../store/postgres/open-postgres.js';
import type { SqliteOptions } from '../store/sqlite/open-sqlite.js';
import { entryOf } from './journal-entries.js';
import { testKey } from './test-key.js';

/** What a child process is asked to do: it works on the store until it has an answer, and prints it. */
export type Task =
  | { readonly do: 'open' }
  | { readonly do: 'compete'; readonly name: string; readonly rounds: number }
  | { readonly do: 'open-entry'; readonly id: string; readonly address: string }
  | { readonly do: 'append'; readonly name: string; readonly rows: number }
  | { readonly do: 'die-within' }
  /** Seals all keys with that test key; killed while it wraps them, in the transaction, right after it, or never. */
  | { readonly do: 'rotate'; readonly to: number; readonly dies?: 'wrapping' | 'writing' | 'after' }
  /** Holds the store open, and writes nothing. */
  | { readonly do: 'stay' }
  | { readonly do: 'restore'; readonly file: string };

export interface Order {
  readonly where: SqliteOptions | PostgresOptions;
  readonly task: Task;
  /** Gives up root's rights first, for which every folder is writable. */
  readonly as?: number;
}

const FOREVER = 2 ** 30;

async function carryOut({ where, task, as }: Order): Promise<unknown> {
  if (as !== undefined) {
    process.setgid?.(as);
    process.setuid?.(as);
  }
  if (task.do === 'restore') {
    if (!('folder' in where)) throw new Error('only a folder can be restored into');
    const clock = { now: Date.now };
    return await restoreStore({
      file: task.file,
      folder: where.folder,
      clock,
      actor: 'child',
      moveAside: true,
    });
  }
  const store = await openPersistence({ ...where, clock: { now: Date.now }, keyEncryptionKey: testKey(1) });
  switch (task.do) {
    case 'stay':
      process.send?.('staying');
      return await sleep(FOREVER);
    case 'open':
      return await store.journal.countOpen();
    case 'compete': {
      const won: { fence: number; round: number }[] = [];
      for (let round = 0; round < task.rounds; round += 1) {
        const answer = await store.leases.acquire(`round ${round}`, task.name, FOREVER);
        if ('lease' in answer) won.push({ round, fence: answer.lease.fence });
      }
      return won;
    }
    case 'open-entry':
      await store.journal.open(entryOf(task.id, { addresses: [task.address] }));
      return task.id;
    case 'append':
      for (let number = 0; number < task.rows; number += 1) {
        await store.audit.append({
          at: number,
          event: 'deploy',
          deploymentId: `${task.name} ${number}`,
          actor: task.name,
          targetId: 'web',
          targetType: 'AWSACM',
          outcome: 'deployed',
        });
      }
      return task.rows;
    case 'rotate': {
      const { to, dies } = task;
      const next = testKey(to);
      const count = await store.keeper.rewrap(
        {
          id: next.id,
          unwrap: (wrapped, context) => next.unwrap(wrapped, context),
          wrap: (dataKey, context) => (dies === 'wrapping' ? die() : next.wrap(dataKey, context)),
        },
        async () => {
          if (dies === 'writing') await die();
        },
      );
      if (dies === 'after') await die();
      return count;
    }
    case 'die-within':
      await store.journal.open(entryOf('before'));
      return await store.together(async () => {
        await store.journal.open(entryOf('within'));
        await store.journal.close('before', 'before', 'deployed', 1);
        await die();
      });
  }
}

async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  await sleep(FOREVER);
  throw new Error('it was not killed');
}

process.once('message', (order: Order) => {
  carryOut(order).then(
    (answer) => process.send?.({ answer }, () => process.exit(0)),
    (error) => process.send?.({ code: error.code ?? 'none', message: error.message }, () => process.exit(1)),
  );
});
process.send?.('ready');
