import { CertctlError } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStoreSubject } from '../environments/memory/memory-store-subject.js';
import { CannotProve } from './case-failure.js';
import { type ConformanceCase, defineCase } from './conformance-case.js';
import { expectEqual } from './expect.js';
import { runCase } from './run-case.js';
import { runConformance } from './run-conformance.js';

const { plugin, environment } = memoryStoreSubject();
const stage = await environment.start({ plugin, runId: 'test' });
afterEach(() => stage.reset());

const saying = (run: ConformanceCase['run'], over: Partial<ConformanceCase> = {}): ConformanceCase =>
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
    ...over,
  });
const settings = { plugin, stage, cannot: [], timeoutMs: 2_000 };

describe('one case', () => {
  it('passes when nothing speaks against it, and counts what the service was sent', async () => {
    const result = await runCase(
      saying(async (world) => {
        await world.deployed();
      }),
      settings,
    );
    expect(result).toMatchObject({ slug: 'test/case', outcome: 'passed' });
    expect(result.calls['memory:Import']).toBe(1);
  });

  it('fails with what was expected, what was seen, and what the service was sent', async () => {
    const failing = saying(async (world) => {
      await world.deployed();
      expectEqual('the answer', 41, 42);
    });
    const { outcome, failure } = await runCase(failing, settings);
    expect(outcome).toBe('failed');
    expect(failure).toMatchObject({ message: 'the answer', expected: '42', observed: '41' });
    expect(failure?.exchange.map(({ operation }) => operation)).toContain('memory:Import');
  });

  it('fails for what the engine throws, because the plugin or a fault has caused it', async () => {
    const { outcome, failure } = await runCase(
      saying(async () => {
        throw new CertctlError('plugin_failed', 'it did not work');
      }),
      settings,
    );
    expect([outcome, failure?.message]).toEqual(['failed', 'plugin_failed: it did not work']);
  });

  it('is errored, and not failed, when the case itself breaks', async () => {
    const { outcome } = await runCase(
      saying(async () => {
        throw new TypeError('undefined is no function');
      }),
      settings,
    );
    expect(outcome).toBe('errored');
  });

  it('fails when it does not end', async () => {
    const { outcome, failure } = await runCase(
      saying(() => new Promise(() => {})),
      { ...settings, timeoutMs: 30 },
    );
    expect([outcome, failure?.expected]).toEqual(['failed', 'an end within 30 ms']);
  });

  it('is skipped with its reason when the environment cannot show it, found out on the way or known before', async () => {
    const cannot = saying(async () => {
      throw new CannotProve('there is no wire');
    });
    expect(await runCase(cannot, settings)).toMatchObject({ outcome: 'skipped', reason: 'there is no wire' });
    const known = { ...settings, cannot: [{ slug: 'test/case', reason: 'known' }] };
    expect(
      await runCase(
        saying(async () => {}),
        known,
      ),
    ).toMatchObject({ outcome: 'skipped', reason: 'known' });
  });

  it('is not asked of a plugin that does not declare what it is about', async () => {
    const other = saying(async () => {}, { requires: [{ capability: 'rotation', is: ['versioned'] }] });
    const { outcome, reason } = await runCase(other, settings);
    expect(outcome).toBe('not-declared');
    expect(reason).toBe('declares rotation: in-place; the case is about versioned');
    expect(
      await runCase(
        saying(async () => {}, { kind: 'binding' }),
        settings,
      ),
    ).toMatchObject({ outcome: 'not-declared' });
  });

  it('fails when a fault that it sets is never met: it has shown nothing', async () => {
    const unmet = saying(async (world) => {
      world.arm({ move: 'remove', shape: '403' });
      await world.deployed();
      world.struck();
    });
    expect((await runCase(unmet, settings)).failure).toMatchObject({
      message: 'requests for remove',
      observed: 'none was sent',
    });
  });

  it('shows no key, whoever says it', async () => {
    const telling = saying(async (world) => {
      const leaf = await world.issue();
      expectEqual('the key', leaf.privateKeyPem, 'nothing');
    });
    const { failure } = await runCase(telling, settings);
    expect(failure?.observed).toBe('[removed: it holds a private key]');
  });
});

describe('all cases', () => {
  it('are partial when only some were selected, and each of the others says so', async () => {
    const cases = [saying(async () => {}), saying(async () => {}, { slug: 'other/case' })];
    const run = await runConformance({ plugin, environment, cases, only: ['test'] });
    expect(run.verdict).toBe('partial');
    expect(run.results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['passed', undefined],
      ['skipped', 'it was not selected'],
    ]);
  });

  it('begin each on an empty service', async () => {
    const seeing: number[] = [];
    const each = async (world: Parameters<ConformanceCase['run']>[0]) => {
      seeing.push((await world.stage.observe()).length);
      await world.deployed();
    };
    await runConformance({
      plugin,
      environment,
      cases: [saying(each), saying(each, { slug: 'test/again' })],
    });
    expect(seeing).toEqual([0, 0]);
  });
});
