import { MemoryService, memoryStore, ServiceError, VirtualClock } from '@certctl/reference';
import { expect, it } from 'vitest';
import { ALL_CASES } from '../cases/all-cases.js';
import { SERVICE_REQUESTS } from '../environments/memory/memory-store-subject.js';
import { observed, put } from '../environments/memory/put-in-memory.js';
import { runConformance } from '../kernel/run-conformance.js';
import { startClientStage } from './client-stage.js';
import type { ClientWire, InjectFault } from './client-wire.js';
import { defineEnvironment } from './define-environment.js';

/** What core cases ask a store for, and no more. */
const FAULTS: Readonly<Record<string, () => Error>> = {
  '403': () => new ServiceError('refused', 'AccessDenied', 'not authorised', true),
  '404': () => new ServiceError('absent', 'NotFound', 'no such certificate'),
  '409': () => new ServiceError('conflict', 'Conflict', 'another operation is under way'),
  '429': () => new ServiceError('throttled', 'Throttling', 'rate exceeded'),
  invalid: () => new ServiceError('refused', 'Validation', 'the request is not valid'),
  '5xx': () => new ServiceError('broken', 'ServiceUnavailable', 'out of order'),
  'lost-request': () => new ServiceError('broken', 'ECONNRESET', 'socket hang up'),
  'lost-answer': () => new ServiceError('broken', 'ECONNRESET', 'socket hang up'),
};

/** Each of these faults is asked for by a core case of theirs; the others would only take longer. */
const AREAS = /^(?:errors|permissions)\//;

const injectFault: InjectFault = (shape) =>
  FAULTS[shape]?.() ?? { impossible: `the client throws nothing for ${shape}` };

/** A plugin whose client library is an object, and the environment that stands in front of that. */
function subject(inject: InjectFault) {
  const clock = new VirtualClock();
  const service = new MemoryService(clock);
  let wire: ClientWire | undefined;
  const client = new Proxy(service, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function' || SERVICE_REQUESTS[String(name)] === undefined) return member;
      return (...args: unknown[]) =>
        wire?.call(String(name), args, async () => structuredClone(await member.apply(target, args)));
    },
  });
  const plugin = memoryStore(client, 'in-place');
  const environment = defineEnvironment({
    name: 'client-in-memory',
    title: 'a client library, whose calls are handed on',
    tier: 'embedded',
    serves: [plugin.type],
    start: () =>
      startClientStage({
        calls: SERVICE_REQUESTS,
        injectFault: inject,
        stage: async (given) => {
          wire = given;
          return {
            host: {},
            clock,
            target: () => ({}),
            pinned: (config, reference) => ({ ...config, reference }),
            observe: async () => service.all().map(observed),
            seed: async ({ tags = {}, ...pems }) => put(service, pems, { tags: { ...tags } }).reference,
            overwrite: async (reference, pems) => {
              const held = service.held.get(reference);
              if (held) put(service, pems, held);
            },
            reset: async () => service.held.clear(),
            close: async () => {},
          };
        },
      }),
  });
  return { plugin, environment };
}

it('holds a plugin to every core case by what injectFault says, and nothing else of a wire', async () => {
  const { verdict, results } = await runConformance(subject(injectFault));
  const open = results.filter(({ level, outcome }) => level === 'core' && outcome !== 'passed');
  const wanting = open.filter(({ outcome }) => outcome !== 'not-declared').map(({ slug }) => slug);
  expect({ verdict, wanting }).toEqual({ verdict: 'passed', wanting: [] });
}, 120_000);

it.each(Object.keys(FAULTS).filter((shape) => shape !== '404'))(
  'leaves the result partial where %s is impossible, as the document says',
  async (shape) => {
    const without = subject((asked, ...rest) =>
      asked === shape ? { impossible: 'not here' } : injectFault(asked, ...rest),
    );
    const cases = ALL_CASES.filter(({ slug }) => AREAS.test(slug));
    const { verdict, results } = await runConformance({ ...without, cases });
    const skipped = results.filter(({ reason }) => reason === 'not here');
    expect(verdict).toBe('partial');
    expect(skipped.some(({ level }) => level === 'core')).toBe(true);
  },
  120_000,
);
