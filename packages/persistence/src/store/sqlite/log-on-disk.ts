import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { CertctlError } from '@certctl/plugin-api';

/**
 * Puts the write-ahead log of a database on disk, beside the thread that SQLite works in: with `synchronous=FULL`
 * SQLite does the same after each commit, and the whole process waits for it. One request serves all who ask before
 * it begins. The log is one file for all processes, so that with a change everything before it is on disk, too.
 */
export class LogOnDisk {
  readonly #file: string;
  #handle: Promise<FileHandle> | undefined;
  #underWay: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #failure: CertctlError | undefined;

  /** @param database path of the database, whose log exists when the first change has been committed */
  constructor(database: string) {
    this.#file = `${database}-wal`;
  }

  /**
   * Resolves when everything that is committed now would survive the power failing.
   * @throws CertctlError `store_unusable`, from then on always: what a disk has once failed to keep it may lose
   * without another error.
   */
  reach(): Promise<void> {
    this.#next ??= this.#underWay
      .catch(() => undefined)
      // What is committed before this process turns to anything else goes along.
      .then(() => setImmediate())
      .then(() => this.#begin());
    return this.#next;
  }

  /** @throws CertctlError `store_unusable` when the disk has failed */
  assertSound(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.#next?.catch(() => undefined);
    await this.#underWay.catch(() => undefined);
    const handle = await this.#handle?.catch(() => undefined);
    this.#handle = undefined;
    await handle?.close();
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    this.#underWay = this.#sync();
    return this.#underWay;
  }

  async #sync(): Promise<void> {
    this.assertSound();
    try {
      // For writing, which Windows asks of whoever wants a file on disk.
      this.#handle ??= open(this.#file, 'r+');
      await (await this.#handle).datasync();
    } catch (cause) {
      this.#failure ??= new CertctlError('store_unusable', `${this.#file} cannot be put on disk`, { cause });
      throw this.#failure;
    }
  }
}
