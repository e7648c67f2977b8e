import type { Observation, Present } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { Journal } from '../journal/journal.js';
import type { ResolvedTarget } from './deployment.js';

/** How far back a certificate is looked for. */
const MOST = 100;

/**
 * Knows by our own journal what a service holds that does not show it: the fingerprint, or the serial, is that of a
 * certificate which a deploy of the target once sent there.
 */
@injectable()
export class Recall {
  constructor(@inject(TOKENS.journal) private readonly journal: Journal) {}

  /** The same, with its leaf, when the service does not show the leaf and the journal has it. */
  async complete(resolved: ResolvedTarget, seen: Observation): Promise<Observation> {
    if (seen.state !== 'present' || seen.leaf) return seen;
    const leaf = await this.#sent(resolved, seen);
    return leaf ? { ...seen, leaf } : seen;
  }

  async #sent(
    { place, target, plugin }: ResolvedTarget,
    { fingerprint, serial }: Present,
  ): Promise<Uint8Array | undefined> {
    const bySerial = plugin.capabilities.proof === 'serial';
    if ((bySerial ? serial : fingerprint) === undefined) return undefined;
    const closed = await this.journal.history(target.id, MOST);
    const sent = closed.find(
      ({ entry: { incoming, addresses } }) =>
        addresses.includes(place.address) &&
        (bySerial ? incoming.serial === serial : incoming.fingerprint === fingerprint),
    );
    return sent?.entry.incoming.leaf;
  }
}
