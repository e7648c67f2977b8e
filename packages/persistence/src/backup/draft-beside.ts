import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';

/** An empty file of mode 0600 beside another, for what is to take its place; it is gone when the work is done. */
export async function withDraftBeside<T>(file: string, work: (draft: string) => Promise<T>): Promise<T> {
  const draft = `${file}.${randomUUID()}`;
  await (await open(draft, 'wx', 0o600)).close();
  try {
    return await work(draft);
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) await rm(draft + end, { force: true });
  }
}
