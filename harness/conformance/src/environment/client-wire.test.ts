import { beforeEach, describe, expect, it } from 'vitest';
import { ClientWire } from './client-wire.js';
import type { FaultOrder } from './fault.js';

const CALLS = {
  put: { operation: 'device:Put', write: true, moves: ['import'] },
  get: { operation: 'device:Get', moves: ['read', 'inspect'] },
  count: { operation: 'device:Get', moves: ['read'] },
} as const;

let wire: ClientWire;
let held: string[];

beforeEach(() => {
  held = [];
  wire = new ClientWire({
    calls: CALLS,
    injectFault: (shape, name, said) =>
      shape === '412' || (shape === '404' && name === 'count')
        ? { impossible: `${name} has no ${shape}` }
        : new Error(`${shape} at ${name}: ${JSON.stringify(said)}`),
    slowMs: 40,
  });
});

const put = (what: string, gone?: AbortSignal) => wire.call('put', { what }, () => held.push(what), gone);
const get = () => wire.call('get', {}, async () => held.at(-1) ?? 'nothing');
const count = () => wire.call('count', {}, () => held.length);
const arm = (order: FaultOrder) => {
  const armed = wire.arm(order);
  if ('impossible' in armed) throw new Error(armed.impossible);
  return armed;
};
const answers = () => wire.requests.map(({ exchange }) => exchange.answer);

describe('the wire of a client', () => {
  it('hands calls on, and tells what each was without what it was given', async () => {
    expect(await put('top-secret')).toBe(1);
    expect(await get()).toBe('top-secret');
    expect(wire.requests).toMatchObject([
      { operations: ['device:Put'], write: true, moves: ['import'], exchange: { answer: 'ok' } },
      { operations: ['device:Get'], write: false, moves: ['read', 'inspect'] },
    ]);
    expect(JSON.stringify(wire.requests)).not.toContain('top-secret');
  });

  it('knows a call that nobody declared', async () => {
    await wire.call('format', {}, () => 0);
    expect(wire.requests).toMatchObject([{ operations: [], exchange: { operation: 'not declared' } }]);
  });

  it('lets through what the service itself refuses, and notes it', async () => {
    const refusal = Object.assign(new Error('no such thing'), { code: 'ENOENT' });
    await expect(wire.call('get', {}, () => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(answers()).toEqual(['ENOENT: no such thing']);
  });

  it.each([
    ['403', 0],
    ['5xx', 0],
    ['lost-request', 0],
    ['lost-answer', 1],
    ['truncated', 1],
    ['echo', 0],
  ] as const)('fails once with %s, with %i effects', async (shape, effects) => {
    const armed = arm({ move: 'import', shape });
    await expect(put('first')).rejects.toThrow(`${shape} at put: {"what":"first"}`);
    expect(held).toHaveLength(effects);
    expect(armed.used()).toBe(1);
    expect(await put('second')).toBe(effects + 1);
    expect(answers()).toEqual([shape, 'ok']);
  });

  it.each([
    ['timeout-before-effect', 0],
    ['timeout-after-effect', 1],
  ] as const)('leaves %s without an answer until the faults end, with %i effects', async (shape, effects) => {
    arm({ move: 'import', shape });
    const asked = put('first');
    await expect(
      Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 20, 'waits'))]),
    ).resolves.toBe('waits');
    expect(held).toHaveLength(effects);
    expect(wire.waiting).toBe(1);
    wire.heal();
    await expect(asked).rejects.toThrow('the case has ended');
    expect(wire.waiting).toBe(0);
  });

  it('sees a sender go who waits no longer', async () => {
    arm({ move: 'import', shape: 'timeout-before-effect', times: 2 });
    const sender = new AbortController();
    const asked = put('first', sender.signal);
    expect(wire.waiting).toBe(1);
    sender.abort();
    await expect(asked).rejects.toThrow('waits no longer');
    await expect(put('second', sender.signal)).rejects.toThrow('waits no longer');
    expect(wire.waiting).toBe(0);
  });

  it('answers late, and rightly', async () => {
    arm({ move: 'import', shape: 'slow' });
    const start = performance.now();
    expect(await put('first')).toBe(1);
    expect(performance.now() - start).toBeGreaterThan(30);
  });

  it('answers from before the last write, and from no write but that', async () => {
    await put('first');
    await get();
    await put('second');
    await get();
    await put('third');
    await get();
    arm({ move: 'inspect', shape: 'stale-read', times: 2 });
    expect([await get(), await get(), await get()]).toEqual(['second', 'second', 'third']);
  });

  it('says that nothing is there where it was not asked before the write', async () => {
    await put('first');
    arm({ operation: 'device:Get', shape: 'stale-read', times: 2 });
    await expect(get()).rejects.toThrow('404 at get');
    expect(await count()).toBe(1);
  });

  it('tells questions apart by what they say', async () => {
    const ask = (name: string) => wire.call('get', { name }, () => `${name} ${held.length}`);
    await ask('a');
    await put('first');
    arm({ move: 'inspect', shape: 'stale-read', times: 'for-good' });
    expect(await ask('a')).toBe('a 0');
    await expect(ask('b')).rejects.toThrow('404');
  });

  it('sets a fault where it can be said, and says why it cannot', async () => {
    expect(wire.arm({ move: 'read', shape: '412' })).toEqual({ impossible: 'get has no 412' });
    expect(wire.arm({ move: 'bind', shape: '403' })).toEqual({ impossible: 'no request here is bind' });
    const armed = arm({ move: 'read', shape: '404' });
    expect(await count()).toBe(0);
    expect(armed.used()).toBe(0);
    await expect(get()).rejects.toThrow('404 at get');
  });

  it('forgets everything with a reset', async () => {
    await put('first');
    await get();
    await put('second');
    arm({ move: 'inspect', shape: 'stale-read' });
    wire.reset();
    expect(wire.requests).toEqual([]);
    expect(await get()).toBe('second');
  });
});
