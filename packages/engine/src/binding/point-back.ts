import { CertctlError, type Clock, type Finding, isFailure, isPermissionMissing } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import type { CallFactory } from '../flow/call-factory.js';
import type { Deployment } from '../flow/deployment.js';
import type { Progress } from '../flow/progress.js';
import { type RollbackInput, reasonOf } from '../flow/rollback-result.js';
import type { JournalEntry } from '../journal/journal.js';
import type { RollbackFailure } from '../outcome/outcome.js';
import type { Bind } from './bind.js';
import { consumerGone } from './binding-findings.js';
import {
  consumersOf,
  isMoved,
  outcomeOf,
  type RecordedConsumer,
  type SeenConsumer,
  seenConsumer,
  wantedBy,
} from './consumer.js';
import type { ConsumerOutcome } from './consumer-outcome.js';
import { pointConsumer } from './point-consumer.js';
import { proofOf, proveConsumer } from './prove-consumer.js';
import { unbindProven } from './unbind-proven.js';

/** How pointing back ended. With `failed`, a consumer still uses what the deploy brought in. */
export interface PointedBack {
  readonly consumers: readonly ConsumerOutcome[];
  readonly findings: readonly Finding[];
  readonly failed?: { readonly why: RollbackFailure; readonly error: CertctlError };
}

/** What came of pointing one consumer back. */
interface Tried {
  readonly end: ConsumerOutcome;
  readonly failed?: NonNullable<PointedBack['failed']>;
  readonly again?: boolean;
}

/** Has every consumer use again what it used before the deploy, in reverse, each proven. */
@injectable()
export class PointBack {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.calls) private readonly calls: CallFactory,
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.bind) private readonly bind: Bind,
  ) {}

  async run(input: RollbackInput): Promise<PointedBack> {
    const { resolved, entry } = input;
    const consumers = consumersOf(resolved, entry);
    // An import that gave no reference has given nobody anything to use.
    const reference = entry.reference ?? resolved.place.reference;
    if (consumers.length === 0 || reference === undefined) return { consumers: [], findings: [] };
    const ownDoing = entry.id === this.deployment.id;
    const touched = consumers.some(({ place }) => this.bind.mayHaveTouched(place.address));
    // Before the first look: what is on its way back must not go forward again.
    if (!ownDoing || touched) await this.progress.advance({ phase: 'unbinding' });
    const tried = new Map<RecordedConsumer, Tried>();
    const backwards = [...consumers].reverse();
    // One may be refused for as long as another still uses the certificate: it is asked again after the others, which
    // are brought back all the same. Each that is back serves what it served before.
    for (const consumer of [...backwards, ...backwards]) {
      const before = tried.get(consumer);
      if (before && !before.again) continue;
      tried.set(consumer, await this.#try(consumer, reference, input));
    }
    const all = consumers.flatMap((consumer) => tried.get(consumer) ?? []);
    const failed = all.find((each) => each.failed)?.failed;
    return {
      consumers: all.map(({ end }) => end),
      findings: consumers.flatMap((consumer) =>
        tried.get(consumer)?.end.state === 'gone' ? [consumerGone(consumer.place)] : [],
      ),
      ...(failed ? { failed } : {}),
    };
  }

  async #try(consumer: RecordedConsumer, reference: string, input: RollbackInput): Promise<Tried> {
    const call = this.calls.to(consumer, input.call).during('back');
    try {
      const end = await this.#back(consumer, reference, input, call);
      if (end.state !== 'left') return { end };
      return { end, failed: { why: 'foreign_writer', error: pointedElsewhere(consumer) } };
    } catch (cause) {
      const again = isFailure(cause, 'refused', 'conflict') && !isPermissionMissing(cause);
      return { end: outcomeOf(consumer, 'left'), failed: reasonOf(cause), again };
    }
  }

  /** Proves consumers whose certificate kept its name, once its content is the old one again. */
  async proveUnmoved(input: RollbackInput): Promise<PointedBack['failed']> {
    const { resolved, entry } = input;
    const { reference } = resolved.place;
    if (reference === undefined || !entry.imports) return undefined;
    for (const consumer of consumersOf(resolved, entry)) {
      const { serves } = consumer.record;
      if (isMoved(consumer, reference) || !serves) continue;
      const call = this.calls.to(consumer, input.call).during('prove');
      try {
        await proveConsumer(consumer, { reference, leaf: serves }, call, this.clock, this.timing);
      } catch (cause) {
        return reasonOf(cause);
      }
    }
    return undefined;
  }

  async #back(
    consumer: RecordedConsumer,
    reference: string,
    { entry }: RollbackInput,
    call: EngineCall,
  ): Promise<ConsumerOutcome> {
    const { place } = consumer;
    const ownDoing = entry.id === this.deployment.id;
    if (ownDoing && !this.bind.mayHaveTouched(place.address)) return outcomeOf(consumer, 'unchanged');
    const { seen, uses } = await this.#look(consumer, reference, entry, call);
    switch (seen) {
      case 'gone':
        return outcomeOf(consumer, 'gone');
      case 'foreign':
        return outcomeOf(consumer, 'left');
      case 'previous':
        // What this process has sent arrived, whatever a late look still shows; what a dead one sent would show.
        if (ownDoing) return this.#point(consumer, reference, [], call);
        // A dead one that had come this far had pointed it back itself.
        return outcomeOf(
          consumer,
          entry.phase === 'unbinding' && isMoved(consumer, reference) ? 'back' : 'unchanged',
        );
      case 'new':
        return this.#point(consumer, reference, uses, call);
    }
  }

  /** @param uses what it was last seen to use, and need not be given again */
  async #point(
    consumer: RecordedConsumer,
    reference: string,
    uses: readonly string[],
    call: EngineCall,
  ): Promise<ConsumerOutcome> {
    const { place, record } = consumer;
    const [only] = record.before;
    const old = place.slot === 'one' ? record.before.slice(0, 1) : record.superseded;
    const wanted = old.filter((one) => !uses.includes(one));
    for (const before of wanted) {
      // That the old certificate is not known may be said for a moment, and would leave the new one in use.
      const knownBy = this.clock.now() + this.timing.settleMs;
      await pointConsumer(consumer, before, knownBy, call, this.clock, this.timing);
      const leaf = place.slot === 'one' && record.serves ? { leaf: record.serves } : {};
      await proveConsumer(consumer, { reference: before, ...leaf }, call, this.clock, this.timing);
    }
    const alone = place.slot === 'one' && only !== undefined;
    if (!alone && isMoved(consumer, reference)) {
      await unbindProven(consumer, wantedBy(consumer, reference), call, this.clock, this.timing);
    }
    const { serves } = record;
    if (place.slot === 'many' && serves && only !== undefined) {
      await proveConsumer(consumer, { reference: only, leaf: serves }, call, this.clock, this.timing);
    }
    return outcomeOf(consumer, 'back', {
      ...(only === undefined ? {} : { uses: only }),
      proof: proofOf({ reference, ...(serves ? { leaf: serves } : {}) }),
    });
  }

  /**
   * Looks until something of the deploy is seen, for as long as a request of its way forward may still arrive: it
   * would land on top of the way back. That there is no such consumer is not believed at the first look either.
   */
  async #look(
    consumer: RecordedConsumer,
    reference: string,
    { inFlightUntil }: JournalEntry,
    call: EngineCall,
  ): Promise<{ readonly seen: SeenConsumer; readonly uses: readonly string[] }> {
    const { binding, config, place } = consumer;
    const settledAt = Math.max(this.clock.now(), inFlightUntil) + this.timing.settleMs;
    for (
      let interval = this.timing.proveFirstIntervalMs;
      ;
      interval = Math.min(interval * 2, this.timing.proveLongestIntervalMs)
    ) {
      const now = await binding.inspect({ place, config }, call);
      const seen = seenConsumer(now, consumer, reference);
      const left = settledAt - this.clock.now();
      if ((seen !== 'previous' && seen !== 'gone') || left <= 0) {
        return { seen, uses: now.state === 'present' ? now.references : [] };
      }
      await call.wait(Math.min(interval, left));
    }
  }
}

function pointedElsewhere({ place }: RecordedConsumer): CertctlError {
  return new CertctlError(
    'binding_not_proven',
    `${place.title} uses neither what it used before nor what the deploy pointed it at`,
    { remedy: 'Somebody else has pointed it elsewhere: see who, and what it should use.' },
  );
}
