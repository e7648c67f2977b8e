import {
  CertctlError,
  type Clock,
  type Finding,
  isCertctlError,
  isPermissionMissing,
  type Trail,
  type Writers,
  type WriteWindow,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { CallFactory } from '../flow/call-factory.js';
import type { ResolvedTarget } from '../flow/deployment.js';
import type { CheckedTarget, TargetResolver } from '../flow/target-resolver.js';
import type { DeploymentRecords } from '../record/deployment-records.js';
import { knownRequests } from './known-requests.js';
import { inOrder, recognise } from './recognise.js';
import { selfUnknown, trailLags, trailNotRead, trailShorter, writersUnknown } from './writer-findings.js';
import type {
  ReadTrail,
  RecognisedWrite,
  TrailState,
  WritersReport,
  WrittenPlace,
} from './writers-report.js';

/** More than any store of records keeps of one target. */
const EVERY_RECORD = 1_000;

type Subject = Pick<WrittenPlace, 'kind' | 'title' | 'type' | 'address' | 'reference'>;

interface Read {
  readonly trail: ReadTrail;
  readonly writes: readonly RecognisedWrite[];
}

/** Reads who wrote to a target and to its consumers. Writes nothing. */
@injectable()
export class WriterSurvey {
  constructor(
    @inject(TOKENS.resolver) private readonly resolver: TargetResolver,
    @inject(TOKENS.deployments) private readonly deployments: DeploymentRecords,
    @inject(TOKENS.calls) private readonly calls: CallFactory,
    @inject(TOKENS.clock) private readonly clock: Clock,
  ) {}

  /** @throws CertctlError `writers_unsupported`, or of a call that finds the target */
  async read(checked: CheckedTarget, window: WriteWindow, call: EngineCall): Promise<WritersReport> {
    const { plugin, target } = checked;
    if (!plugin.capabilities.writers) {
      throw new CertctlError(
        'writers_unsupported',
        `the ${plugin.type} plugin reads no record of who writes to ${target.name ?? target.id}`,
      );
    }
    const resolved = await this.#resolve(checked, call);
    const known = knownRequests(await this.deployments.list(target.id, EVERY_RECORD));
    const findings: Finding[] = [];
    const places: WrittenPlace[] = [];
    for (const { subject, writers, own } of this.#subjects(resolved, call)) {
      places.push(await this.#place(subject, writers, { window, known, call: own, findings }));
    }
    const seen = inOrder(
      places.flatMap(({ writes }) => writes),
      window,
    ).filter(({ writer, outcome }) => writer === 'other' && outcome === 'ok');
    const others = [...new Set(seen.map(({ principal }) => principal))];
    const alone = places.every((place) => place.known) ? 'alone' : 'unknown';
    return {
      target: { id: target.id, name: target.name ?? target.id, type: plugin.type },
      ...window,
      verdict: others.length > 0 ? 'others' : alone,
      others,
      places,
      findings,
    };
  }

  async #resolve(checked: CheckedTarget, call: EngineCall): Promise<ResolvedTarget> {
    const fresh = await this.resolver.resolve(checked, call.during('resolve'));
    const paced = call.within(fresh.place.scope);
    const { resolved } = await this.resolver.find(fresh, paced.during('find'));
    return this.resolver.consumers(resolved, call.during('resolve'));
  }

  *#subjects(
    { store, place, plugin, config, consumers }: ResolvedTarget,
    call: EngineCall,
  ): Generator<{ subject: Subject; writers: Writers | undefined; own: EngineCall }> {
    const { address, reference } = place;
    yield {
      subject: {
        kind: 'store',
        title: reference ?? address,
        type: plugin.type,
        address,
        ...(reference === undefined ? {} : { reference }),
      },
      writers: store.writers?.({ place, config }),
      own: call.within(place.scope).during('writers'),
    };
    for (const consumer of consumers) {
      const { binding, config: own } = consumer;
      yield {
        subject: {
          kind: 'consumer',
          title: consumer.place.title,
          type: consumer.plugin.type,
          address: consumer.place.address,
        },
        writers: binding.writers?.({ place: consumer.place, config: own }),
        own: this.calls.to(consumer, call).during('writers'),
      };
    }
  }

  async #place(
    subject: Subject,
    writers: Writers | undefined,
    input: {
      readonly window: WriteWindow;
      readonly known: ReadonlyMap<string, string>;
      readonly call: EngineCall;
      readonly findings: Finding[];
    },
  ): Promise<WrittenPlace> {
    const { window, known, call, findings } = input;
    const trails: ReadTrail[] = [];
    const writes: RecognisedWrite[] = [];
    const self = writers && (await this.#self(subject, writers, call, findings));
    for (const trail of writers?.trails ?? []) {
      const read = await this.#read(trail, window, call, (write) =>
        recognise(write, { trail: trail.title, self, known }),
      );
      trails.push(read.trail);
      writes.push(...read.writes);
      findings.push(...this.#findingsOf(read.trail, window));
    }
    const place = {
      ...subject,
      ...(self === undefined ? {} : { self }),
      writes: inOrder(writes, window),
      trails,
    };
    const isKnown = trails.some(({ covers, state }) => covers === 'content' && state === 'read');
    if (!isKnown) findings.push(writersUnknown(place));
    return { ...place, known: isKnown };
  }

  async #self(
    { title }: Subject,
    writers: Writers,
    call: EngineCall,
    findings: Finding[],
  ): Promise<string | undefined> {
    try {
      const self = await writers.self(call);
      if (self === undefined) findings.push(selfUnknown(title, 'the identity does not say'));
      return self;
    } catch (error) {
      if (!isCertctlError(error) || error.failure === undefined) throw error;
      findings.push(selfUnknown(title, error.message));
      return undefined;
    }
  }

  /** What was read before a failure is kept: it may already show somebody else. */
  async #read(
    trail: Trail,
    window: WriteWindow,
    call: EngineCall,
    recognised: (write: Parameters<typeof recognise>[0]) => RecognisedWrite,
  ): Promise<Read> {
    const { title, covers, shows, misses, lagMs, keptMs, source, operation, lacks } = trail;
    const facts = {
      ...{ title, covers, shows, misses, lagMs, source, operation },
      ...(keptMs === undefined ? {} : { keptMs }),
    };
    if (lacks !== undefined) return { trail: { ...facts, state: 'lacking', why: lacks }, writes: [] };
    const writes: RecognisedWrite[] = [];
    try {
      for await (const write of trail.read(window, call)) writes.push(recognised(write));
      return { trail: { ...facts, state: 'read' }, writes };
    } catch (error) {
      if (!isCertctlError(error) || error.code === 'cancelled') throw error;
      return { trail: { ...facts, state: stateOf(error), why: error.message, error }, writes };
    }
  }

  #findingsOf(trail: ReadTrail, { since, until }: WriteWindow): readonly Finding[] {
    const { state, lagMs, keptMs } = trail;
    if (state !== 'read') return [trailNotRead(trail)];
    const now = this.clock.now();
    return [
      ...(keptMs !== undefined && since < now - keptMs ? [trailShorter(trail, keptMs)] : []),
      ...(until > now - lagMs ? [trailLags(trail)] : []),
    ];
  }
}

function stateOf(error: CertctlError): TrailState {
  if (error.code === 'trail_silent') return 'silent';
  return isPermissionMissing(error) ? 'refused' : 'failed';
}
