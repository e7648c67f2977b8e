import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs it again while another connection holds a lock. SQLite's own waiting would stop the whole process,
 * and with it the transaction of this process that the lock may belong to.
 */
export async function whileBusy<T>(timeoutMs: number, work: () => T | Promise<T>): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      await sleep(1 + Math.random() * 10);
    }
  }
}

export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && /^SQLITE_(?:BUSY|LOCKED)/.test(code);
}

/** The name of SQLite's result code, when it is an error of SQLite. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code.startsWith('SQLITE_') ? error.code : undefined;
}
