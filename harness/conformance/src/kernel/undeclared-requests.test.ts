import type { Plugin } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import type { Unprovable } from '../environment/define-environment.js';
import type { Stage, WireRequest } from '../environment/stage.js';
import { fakeAcm } from '../environments/fake-acm/fake-acm-environment.js';
import { memoryStoreSubject } from '../environments/memory/memory-store-subject.js';
import { CannotProve } from './case-failure.js';
import { type ConformanceCase, defineCase } from './conformance-case.js';
import { expectEqual } from './expect.js';
import { runCase } from './run-case.js';

const subject = memoryStoreSubject();
const { environment } = subject;
const stage = await environment.start({ plugin: subject.plugin, runId: 'test' });
afterEach(() => stage.reset());

/** The plugin, whose manifest forgets that it reads tags. */
function forgetful(): Plugin {
  const { plugin } = subject;
  if (plugin.kind !== 'store') throw new Error('it is a store');
  const permissions = plugin.permissions.filter(({ operation }) => operation !== 'memory:ListTags');
  return { ...plugin, permissions };
}

const saying = (run: ConformanceCase['run']): ConformanceCase =>
  defineCase({
    slug: 'test/case',
    level: 'core',
    kind: 'store',
    requires: [],
    title: 'a title',
    why: 'a reason',
    source: 'a source',
    remedy: 'a remedy',
    run,
  });

const deploying = saying(async (world) => {
  await world.deployed();
});
const request = (operations: readonly string[], over: Partial<WireRequest> = {}): WireRequest => ({
  operations,
  write: false,
  moves: [],
  exchange: {
    atMs: 0,
    operation: operations.join(' or ') || 'not declared',
    request: 'GET /',
    answer: '200',
  },
  ...over,
});
const run = (wanted: ConformanceCase, plugin: Plugin, over: Partial<Stage> = {}, cannot: Unprovable[] = []) =>
  runCase(wanted, { plugin, stage: { ...stage, ...over }, cannot, timeoutMs: 2_000 });

describe('a request that is not declared', () => {
  /** Sent past the engine, which would have refused to send it under this name. */
  const reading = saying(async (world) => {
    const reference = await world.stage.seed({ ...(await world.issue()), target: 'web' });
    const opened = await world.openStore();
    await opened.readTags?.({ address: reference, reference, scope: '' }, 'latest', world.rawCall());
  });

  it('fails a case that is about something else, and is named with what to do about it', async () => {
    const { outcome, failure, calls } = await run(reading, forgetful());
    expect([outcome, failure?.message, failure?.expected, failure?.observed]).toEqual([
      'failed',
      'requests that no declared operation covers',
      'none',
      'memory:ListTags: tagsOf',
    ]);
    expect(failure?.rule?.remedy).toContain('Declare memory:ListTags among the permissions');
    expect(failure?.exchange.map(({ operation }) => operation)).toEqual(['memory:ListTags']);
    expect(calls).toEqual({ 'memory:ListTags': 1 });
  });

  it('is none when it is declared', async () => {
    expect((await run(reading, subject.plugin)).outcome).toBe('passed');
  });

  it('fails a case that then cannot be proven', async () => {
    const cannot = saying(async () => {
      throw new CannotProve('there is no wire');
    });
    const { outcome, reason } = await run(cannot, subject.plugin, { wire: () => [request([])] });
    expect([outcome, reason]).toEqual(['failed', undefined]);
  });

  it('leaves a failure of the case itself in front', async () => {
    const failing = saying(async () => expectEqual('the answer', 41, 42));
    const { failure } = await run(failing, subject.plugin, { wire: () => [request([])] });
    expect([failure?.message, failure?.rule]).toEqual(['the answer', undefined]);
  });

  it('is shown however many came after it', async () => {
    const many = Array.from({ length: 60 }, () => request(['memory:Get']));
    const odd = request([], {
      exchange: { atMs: 0, operation: 'not declared', request: 'the odd one', answer: '200' },
    });
    const { failure } = await run(deploying, subject.plugin, { wire: () => [odd, ...many] });
    expect(failure?.exchange).toHaveLength(25);
    expect(failure?.exchange[0]?.request).toBe('the odd one');
  });

  it('is found although it is sent when the plugin is closed', async () => {
    const sent: WireRequest[] = [];
    const { plugin } = subject;
    if (plugin.kind !== 'store') throw new Error('it is a store');
    const late: Plugin = {
      ...plugin,
      open: async (connection, services) => {
        const opened = await plugin.open(connection, services);
        return {
          ...opened,
          close: async () => {
            sent.push(request([]));
            await opened.close();
          },
        };
      },
    };
    const { outcome } = await run(deploying, late, { wire: () => sent });
    expect(outcome).toBe('failed');
  });
});

describe('what is no request of the plugin, or cannot be told', () => {
  it('is the question how to authenticate', async () => {
    const { outcome } = await run(deploying, subject.plugin, {
      wire: () => [request([], { handshake: true })],
    });
    expect(outcome).toBe('passed');
  });

  it('is one that several operations may be, when one of them is declared', async () => {
    const either = request(['memory:Other', 'memory:Get']);
    expect((await run(deploying, subject.plugin, { wire: () => [either] })).outcome).toBe('passed');
  });

  it('is any, where the environment says that it cannot tell requests apart', async () => {
    const cannot = [{ slug: 'calls/only-what-is-declared', reason: 'requests look alike here' }];
    const { outcome } = await run(deploying, subject.plugin, { wire: () => [request([])] }, cannot);
    expect(outcome).toBe('passed');
  });

  it('is what the environment seeds, observes and does as somebody else', async () => {
    const { awsAcm } = await import('@certctl/plugin-aws-acm');
    const acm = await fakeAcm().start({ plugin: awsAcm, runId: 'test' });
    const acting = saying(async (world) => {
      const other = await world.issue();
      const reference = await world.stage.seed({ ...other, target: 'web' });
      await world.stage.retag?.(reference, { team: 'theirs' });
      await world.stage.vanish?.(reference);
      expectEqual('what is held', await world.stage.observe(), []);
    });
    try {
      const { outcome, calls } = await runCase(acting, {
        ...{ plugin: awsAcm, stage: acm, cannot: [], timeoutMs: 10_000 },
      });
      expect([outcome, calls]).toEqual(['passed', {}]);
    } finally {
      await acm.close();
    }
  });
});
