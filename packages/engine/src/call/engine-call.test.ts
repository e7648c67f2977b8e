import {
  CertctlError,
  type FailureClass,
  type Permission,
  type ServiceFailure,
  withRequestNames,
} from '@certctl/plugin-api';
import { VirtualClock } from '@certctl/reference';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../observability/silent-logger.js';
import type { CallRecord } from '../outcome/call-record.js';
import { EngineCall, type EngineCallOptions } from './engine-call.js';
import { QuotaGovernor, RANKS } from './governor.js';
import { DEFAULT_TIMING } from './timing.js';
import { MemoryUsageLog } from './usage-log.js';

const permission = (operation: string, effect: Permission['effect']): Permission => ({
  operation,
  effect,
  need: 'required',
  on: ['deploy'],
  why: 'a test',
  grant: { Action: operation },
});

class Refusal extends Error {
  constructor(readonly failure: ServiceFailure) {
    super(failure.message);
  }
}
const fails = (failureClass: FailureClass, more: Partial<ServiceFailure> = {}): Refusal =>
  new Refusal({ class: failureClass, code: 'Code', message: 'why', ...more });

let clock: VirtualClock;
let records: CallRecord[];
let writes: number[];
let covered: number[];
let paced: [string, number][];
let usage: MemoryUsageLog;
let ids: number;
beforeEach(() => {
  clock = new VirtualClock();
  records = [];
  writes = [];
  covered = [];
  paced = [];
  usage = new MemoryUsageLog();
  ids = 0;
});

function makeCall(over: Partial<EngineCallOptions> = {}): EngineCall {
  return new EngineCall({
    target: 'web',
    permissions: [permission('s:Read', 'read'), permission('s:Write', 'write')],
    quotas: [{ operation: 's:Write', requests: 1, perMs: 1_000, scope: 'account', source: 'a document' }],
    governor: new QuotaGovernor(clock),
    rank: RANKS.deploy,
    usage,
    newId: () => `use ${++ids}`,
    onPaced: (operation, waited) => paced.push([operation, waited]),
    classify: (error) =>
      error instanceof Refusal ? error.failure : { class: 'broken', code: 'Odd', message: String(error) },
    clock,
    random: () => 0.5,
    logger: silentLogger,
    timing: DEFAULT_TIMING,
    deadline: clock.now() + 300_000,
    signal: new AbortController().signal,
    step: 'test',
    onAttempt: (record) => records.push(record),
    cover: async (until) => {
      covered.push(until);
    },
    beforeWrite: async (until) => {
      writes.push(until);
    },
    ...over,
  });
}

/** Fails a number of times before it answers. */
function failing(times: number, error: Error): () => Promise<string> {
  let left = times;
  return async () => {
    if (left-- > 0) throw error;
    return 'answer';
  };
}

describe('an attempt', () => {
  it('shows no bytes of a key that a service echoes in its code, its message or its request id', async () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'MIGHAgEA'.repeat(8)}\n-----END PRIVATE KEY-----`;
    const error = fails('refused', { code: key, message: key, requestId: key });
    const failed = await makeCall()
      .attempt('s:Read', failing(1, error))
      .catch((reason: unknown) => reason);
    expect(JSON.stringify([failed, records])).not.toContain('MIGHAgEA');
    expect(records).toMatchObject([{ code: '[private key removed]', requestId: '[private key removed]' }]);
  });

  it('sends nothing of an operation that the plugin did not declare', async () => {
    let sent = false;
    const attempt = makeCall().attempt('s:Delete', async () => {
      sent = true;
    });
    await expect(attempt).rejects.toMatchObject({ code: 'call_undeclared' });
    expect(sent).toBe(false);
  });

  it.each(['s:Read', 's:Write'])('repeats a throttled %s until it is answered', async (operation) => {
    await expect(makeCall().attempt(operation, failing(3, fails('throttled')))).resolves.toBe('answer');
    expect(records.map((record) => record.result)).toEqual(['throttled', 'throttled', 'throttled', 'ok']);
  });

  it('gives up on throttling after a bounded number of attempts', async () => {
    const attempt = makeCall().attempt('s:Read', failing(1_000, fails('throttled')));
    await expect(attempt).rejects.toMatchObject({ code: 'service_throttled', retryable: true });
    expect(records).toHaveLength(DEFAULT_TIMING.attempts);
  });

  it('waits at least as long as the service asked', async () => {
    const before = clock.now();
    await makeCall().attempt('s:Read', failing(1, fails('throttled', { retryAfterMs: 7_000 })));
    expect(clock.now() - before).toBeGreaterThanOrEqual(7_000);
  });

  it('does not wait past the deadline', async () => {
    const call = makeCall({ deadline: clock.now() + 5_000 });
    const attempt = call.attempt('s:Read', failing(9, fails('throttled', { retryAfterMs: 60_000 })));
    await expect(attempt).rejects.toMatchObject({ code: 'service_throttled' });
    expect(records).toHaveLength(1);
  });

  it.each(['refused', 'absent', 'conflict'] as const)('never repeats what was %s', async (failureClass) => {
    const attempt = makeCall().attempt('s:Read', failing(1, fails(failureClass)));
    await expect(attempt).rejects.toMatchObject({ code: `service_${failureClass}` });
    expect(records).toHaveLength(1);
  });

  it('repeats a broken read, and takes a broken write for uncertain', async () => {
    await expect(makeCall().attempt('s:Read', failing(2, fails('broken')))).resolves.toBe('answer');
    records.length = 0;
    const attempt = makeCall().attempt('s:Write', failing(1, fails('broken')));
    await expect(attempt).rejects.toMatchObject({
      code: 'service_uncertain',
      failure: { class: 'uncertain' },
    });
    expect(records).toHaveLength(1);
  });

  it('says until when a write can be under way, before it is sent', async () => {
    await makeCall().attempt('s:Write', async () => {
      expect(writes).toEqual([clock.now() + DEFAULT_TIMING.requestMs]);
    });
    writes.length = 0;
    await makeCall().attempt('s:Read', async () => {});
    expect(writes).toEqual([]);
  });

  it('prints the statement that grants a missing permission', async () => {
    const attempt = makeCall().attempt('s:Read', failing(1, fails('refused', { permission: true })));
    await expect(attempt).rejects.toMatchObject({ remedy: expect.stringContaining('{"Action":"s:Read"}') });
  });

  it('does not wait for a plugin that ignores its signal', async () => {
    const call = makeCall({ timing: { ...DEFAULT_TIMING, requestMs: 20, attempts: 1 } });
    await expect(call.attempt('s:Write', () => new Promise(() => {}))).rejects.toMatchObject({
      code: 'service_uncertain',
      failure: { code: 'TimedOut' },
    });
  });

  it('says cancelled of a read and uncertain of a write that was under way when it was cancelled', async () => {
    for (const [operation, code] of [
      ['s:Read', 'cancelled'],
      ['s:Write', 'service_uncertain'],
    ] as const) {
      const controller = new AbortController();
      const call = makeCall({ signal: controller.signal });
      const attempt = call.attempt(operation, async () => {
        controller.abort(new Error('stop'));
        await new Promise(() => {});
      });
      await expect(attempt).rejects.toMatchObject({ code });
    }
  });

  it('sends nothing after the deadline or a cancellation', async () => {
    const sent = (): Promise<never> => Promise.reject(new Error('sent'));
    await expect(makeCall({ deadline: clock.now() }).attempt('s:Write', sent)).rejects.toMatchObject({
      code: 'deadline_exceeded',
    });
    await expect(makeCall({ signal: AbortSignal.abort() }).attempt('s:Write', sent)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(records).toEqual([]);
  });

  it('keeps what looks like a key out of the error and the record', async () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(16)}\n-----END PRIVATE KEY-----`;
    const failure = fails('refused', { message: `bad request: ${key} ${'ab12'.repeat(20)}` });
    const error = await makeCall()
      .attempt('s:Write', failing(1, failure))
      .catch((thrown) => thrown);
    for (const text of [error.message, JSON.stringify(error), error.stack, JSON.stringify(records)]) {
      expect(text).not.toContain('QUJD');
      expect(text).not.toContain('ab12ab12');
    }
  });

  it('takes an error that the plugin cannot classify for broken', async () => {
    const call = makeCall({
      classify: () => {
        throw new TypeError('x is undefined');
      },
    });
    await expect(call.attempt('s:Write', failing(1, new Error('odd')))).rejects.toMatchObject({
      code: 'service_uncertain',
    });
  });

  it('records what ended in a coded error of the plugin, once', async () => {
    const call = makeCall();
    const coded = new CertctlError('target_invalid', 'no such file');
    const own = call.attempt('s:Read', () => Promise.reject(coded));
    await expect(own).rejects.toBe(coded);
    expect(records).toMatchObject([
      { operation: 's:Read', attempt: 1, result: 'broken', code: 'target_invalid', message: 'no such file' },
    ]);
    records.length = 0;
    const within = call.attempt('s:Read', () =>
      call.attempt('s:Write', () => Promise.reject(fails('refused'))),
    );
    await expect(within).rejects.toMatchObject({ code: 'service_refused', operation: 's:Write' });
    expect(records).toMatchObject([{ operation: 's:Write', result: 'refused' }]);
  });

  it('lets a coded error of the plugin through as it is', async () => {
    const coded = new CertctlError('address_mismatch', 'another account');
    await expect(makeCall().attempt('s:Read', failing(1, coded))).rejects.toBe(coded);
  });
});

describe('a call of a service with published rates', () => {
  it('waits for its quota, counts the wait, and books every attempt', async () => {
    const call = makeCall().within('account/region');
    await call.attempt('s:Write', async () => 'ok');
    await call.attempt('s:Write', failing(1, fails('throttled')));
    expect(paced.map(([operation]) => operation)).toEqual(['s:Write', 's:Write']);
    const [first, second, third] = records.map(({ startedAt }) => startedAt);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it('is not sent at all when its turn would come after the deadline', async () => {
    const call = makeCall({ deadline: clock.now() + 900 }).within('account/region');
    await call.attempt('s:Write', async () => 'ok');
    await expect(call.attempt('s:Write', async () => 'ok')).rejects.toMatchObject({
      code: 'deadline_exceeded',
    });
    expect(records).toHaveLength(1);
  });
});

describe('a call that may only look', () => {
  it('stops a plugin that tries to write', async () => {
    const call = makeCall({ readOnly: true });
    const ended = await call.attempt('s:Write', async () => 'ok').catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: 'plugin_failed' });
    await expect(call.attempt('s:Read', async () => 'ok')).resolves.toBe('ok');
    expect(writes).toEqual([]);
    expect(records).toHaveLength(1);
  });
});

describe('a request under a lease', () => {
  it('is sent only when the lease lasts until the request can no longer be under way', async () => {
    await makeCall().attempt('s:Read', async () => 'answer');
    expect(covered).toEqual([clock.now() + DEFAULT_TIMING.requestMs]);
  });

  it('is not sent when the lease was lost, be it a read or a write', async () => {
    const lost = new CertctlError('lease_lost', 'taken over');
    const call = makeCall({ cover: () => Promise.reject(lost) });
    for (const operation of ['s:Read', 's:Write']) {
      const error = await call.attempt(operation, async () => 'was sent').catch((thrown) => thrown);
      expect(error).toBe(lost);
    }
    expect([records, writes]).toEqual([[], []]);
  });

  it('is not sent by a process that was stopped after it had looked at its lease', async () => {
    const stopped = async () => clock.advance(DEFAULT_TIMING.requestMs);
    for (const at of [{ cover: stopped }, { beforeWrite: stopped }]) {
      const sent = makeCall(at).attempt('s:Write', async () => 'was sent');
      expect(await sent.catch((error) => error.code)).toBe('deadline_exceeded');
    }
    expect(records).toEqual([]);
  });

  it('has the lease last while it waits for its quota', async () => {
    const call = makeCall().within('account');
    await call.attempt('s:Write', async () => 'first');
    covered = [];
    const from = clock.now();
    await call.attempt('s:Write', async () => 'second');
    expect(covered[0]).toBe(from + 1_000);
  });
});

describe('a call that the service counts over months', () => {
  const YEAR_MS = 365 * 86_400_000;
  const counted = {
    operation: 's:Write',
    requests: 10,
    perMs: YEAR_MS,
    scope: 'account',
    source: 'a document',
    counted: true,
  } as const;
  const count = async (now = clock.now()) =>
    (await usage.tally({ scope: 'account/region', operation: 's:Write', now, allowed: 10 })).count;
  const call = () => makeCall({ quotas: [counted] }).within('account/region');

  it('is written down before it is sent, and counts until the window has passed', async () => {
    const counted = await call().attempt('s:Write', () => count());
    expect([counted, await count()]).toEqual([1, 1]);
    expect(await count(clock.now() + YEAR_MS - 1)).toBe(1);
    expect(await count(clock.now() + YEAR_MS)).toBe(0);
  });

  it('is never waited for, however long its window', async () => {
    const before = clock.now();
    const same = call();
    const sent: string[] = [];
    for (let at = 0; at < 12; at++) {
      sent.push(await same.attempt('s:Write', async () => 'ok').catch(() => 'held back'));
    }
    expect([sent.filter((each) => each === 'ok').length, clock.now() - before]).toEqual([12, 0]);
    expect(await count()).toBe(12);
  });

  it.each(['refused', 'conflict', 'throttled'] as const)('does not count when it was %s', async (how) => {
    await call()
      .attempt('s:Write', failing(1_000, fails(how)))
      .catch(() => {});
    expect(await count()).toBe(0);
  });

  it('does not count when what comes before it could not be written, and nothing is sent', async () => {
    const lost = new CertctlError('lease_lost', 'taken over');
    const call = makeCall({ quotas: [counted], beforeWrite: () => Promise.reject(lost) });
    let sent = 0;
    const sending = call.within('account/region').attempt('s:Write', async () => ++sent);
    await expect(sending).rejects.toBe(lost);
    expect([sent, await count()]).toEqual([0, 0]);
  });

  it('counts once when it was throttled first, and when nobody knows whether it was done', async () => {
    await call().attempt('s:Write', failing(2, fails('throttled')));
    expect(await count()).toBe(1);
    await call()
      .attempt('s:Write', failing(1, fails('broken')))
      .catch(() => {});
    expect(await count()).toBe(2);
  });
});

describe('what a request was called', () => {
  it('is recorded of one that went well, as whoever sent it says', async () => {
    await makeCall().attempt('s:Write', async (signal) => {
      withRequestNames(signal, { requestId: 'answered', clientRequestId: 'chosen' });
    });
    expect(records).toMatchObject([{ result: 'ok', requestId: 'answered', clientRequestId: 'chosen' }]);
  });

  it('is recorded of one whose answer was lost, as far as it was chosen here', async () => {
    const sent = makeCall().attempt('s:Write', async (signal) => {
      withRequestNames(signal, { clientRequestId: 'chosen' });
      throw fails('broken');
    });
    await expect(sent).rejects.toMatchObject({ code: 'service_uncertain' });
    expect(records).toMatchObject([{ result: 'uncertain', clientRequestId: 'chosen' }]);
    expect(records[0]).not.toHaveProperty('requestId');
  });

  it('is what the classified error says, where both say it', async () => {
    const sent = makeCall().attempt('s:Write', async (signal) => {
      withRequestNames(signal, { requestId: 'of the wire' });
      throw fails('refused', { requestId: 'of the error' });
    });
    await expect(sent).rejects.toMatchObject({ code: 'service_refused' });
    expect(records).toMatchObject([{ requestId: 'of the error' }]);
  });
});
