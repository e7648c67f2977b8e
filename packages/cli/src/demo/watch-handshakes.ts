import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Check } from './act.js';
import { handshake, type Server } from './handshake.js';

/** A loop that sends traffic has an end, whatever it waits for. */
const MOST = 5_000;

/** Shakes hands with servers, one after the other, while something is done to them. */
export class Handshakes {
  /** Serials that were presented, oldest first; undefined where none was. */
  readonly #seen: (string | undefined)[] = [];
  #ended = false;

  private constructor(
    private readonly servers: readonly Server[],
    private readonly name: string,
    private readonly rootPem: string,
  ) {}

  /** @returns what was done, and what clients were given before, while and after it was done */
  static async during<T>(
    servers: readonly Server[],
    name: string,
    rootPem: string,
    work: () => Promise<T>,
  ): Promise<{ readonly done: T; readonly handshakes: Handshakes }> {
    const handshakes = new Handshakes(servers, name, rootPem);
    await handshakes.#round();
    const watching = handshakes.#watch();
    try {
      const done = await work();
      return { done, handshakes };
    } finally {
      handshakes.#ended = true;
      await watching;
      await handshakes.#round();
    }
  }

  /** Every client was given one of the certificates, by a server that had its key. */
  onlySaw(leaves: readonly IssuedLeaf[]): Check {
    const known = leaves.map(({ certificatePem }) => new X509Certificate(certificatePem).serialNumber);
    const failed = this.#seen.filter((serial) => serial === undefined).length;
    const strange = this.#seen.filter((serial) => serial !== undefined && !known.includes(serial)).length;
    return {
      what: `${this.#seen.length} handshakes before, meanwhile and after: ${failed} failed, ${strange} showed anything else`,
      holds: failed === 0 && strange === 0 && this.#seen.length > 2 * this.servers.length,
    };
  }

  async #watch(): Promise<void> {
    while (!this.#ended && this.#seen.length < MOST) await this.#round();
  }

  async #round(): Promise<void> {
    for (const server of this.servers) {
      const presented = await handshake(server, this.name, this.rootPem).catch(() => undefined);
      this.#seen.push(presented?.trusted ? presented.certificate.serialNumber : undefined);
    }
  }
}
