import { CertctlError, type Clock, type Finding, isCertctlError } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import type { CallFactory } from '../flow/call-factory.js';
import type { ResolvedTarget } from '../flow/deployment.js';
import type { Progress } from '../flow/progress.js';
import type { JournalEntry } from '../journal/journal.js';
import { supersededAttached } from './binding-findings.js';
import { consumersOf, isMoved, outcomeOf, type RecordedConsumer, wantedBy } from './consumer.js';
import type { ConsumerOutcome } from './consumer-outcome.js';
import { pointConsumer } from './point-consumer.js';
import { proofOf, proveConsumer } from './prove-consumer.js';
import { unbindProven } from './unbind-proven.js';

export interface Bindings {
  readonly consumers: readonly ConsumerOutcome[];
  readonly findings: readonly Finding[];
}

/** Points every consumer at the certificate that is held now, each proven before the next is touched. */
@injectable()
export class Bind {
  /** Addresses of consumers to which something was sent that was not refused. */
  readonly #touched = new Set<string>();

  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.calls) private readonly calls: CallFactory,
  ) {}

  /** @throws CertctlError `binding_not_proven`, or the error of a call: then all of it is to be taken back */
  async run(resolved: ResolvedTarget, entry: JournalEntry, like: EngineCall): Promise<Bindings> {
    const consumers = consumersOf(resolved, entry);
    const { reference } = resolved.place;
    if (consumers.length === 0) return { consumers: [], findings: [] };
    if (reference === undefined) {
      throw new CertctlError('plugin_failed', `${resolved.plugin.type} gave no reference to bind`, {
        target: resolved.target.id,
      });
    }
    const ends = new Map<RecordedConsumer, ConsumerOutcome>();
    for (const consumer of consumers) {
      ends.set(consumer, await this.#bind(consumer, reference, entry, this.calls.to(consumer, like)));
    }
    const findings: Finding[] = [];
    for (const consumer of consumers) {
      // Not before all of them are proven: until then the old certificates are the way back.
      const { detached, left } = await this.#detach(consumer, reference, this.calls.to(consumer, like));
      findings.push(...left);
      const end = ends.get(consumer);
      if (end && detached.length > 0) ends.set(consumer, { ...end, state: 'bound', detached });
    }
    return { consumers: [...ends.values()], findings };
  }

  /** Whether a consumer may use something else than before, by what this process has sent. */
  mayHaveTouched(address: string): boolean {
    return this.#touched.has(address);
  }

  async #bind(
    consumer: RecordedConsumer,
    reference: string,
    entry: JournalEntry,
    call: EngineCall,
  ): Promise<ConsumerOutcome> {
    const moved = isMoved(consumer, reference);
    // What it uses keeps its name and its content.
    if (!moved && !entry.imports) return outcomeOf(consumer, 'unchanged');
    if (moved) {
      this.progress.reach('binding');
      await this.#point(consumer, wantedBy(consumer, reference), entry, call.during('bind'));
    }
    const leaf = consumer.record.serves ? { leaf: entry.incoming.leaf } : {};
    const wanted = consumer.record.wanted ?? { reference, ...leaf };
    await proveConsumer(consumer, wanted, call.during('prove'), this.clock, this.timing);
    return outcomeOf(consumer, 'bound', { uses: wanted.reference, proof: proofOf(wanted) });
  }

  #point(
    consumer: RecordedConsumer,
    reference: string,
    entry: JournalEntry,
    call: EngineCall,
  ): Promise<void> {
    // A certificate that was made just now is not known everywhere at once.
    const knownBy = entry.imports ? this.clock.now() + this.timing.proveMs : 0;
    return pointConsumer(consumer, reference, knownBy, call, this.clock, this.timing, () =>
      this.#touched.add(consumer.place.address),
    );
  }

  /** The new certificate is in use, so an old one that stays is told, and undoes nothing. */
  async #detach(
    consumer: RecordedConsumer,
    reference: string,
    call: EngineCall,
  ): Promise<{ readonly detached: readonly string[]; readonly left: readonly Finding[] }> {
    const old = consumer.record.superseded.filter((one) => one !== reference);
    if (old.length === 0) return { detached: [], left: [] };
    this.progress.reach('binding');
    this.#touched.add(consumer.place.address);
    const left: Finding[] = [];
    const detached: string[] = [];
    for (const one of old) {
      const failed = await errorOf(
        unbindProven(consumer, one, call.during('detach'), this.clock, this.timing),
      );
      if (failed) left.push(supersededAttached(consumer.place, one, failed.message));
      else detached.push(one);
    }
    return { detached, left };
  }
}

async function errorOf(work: Promise<void>): Promise<CertctlError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    // An end of the lease, of the time or of the deploy is none of the consumer's.
    if (isCertctlError(error) && (error.failure || error.code === 'binding_not_proven')) return error;
    throw error;
  }
}
