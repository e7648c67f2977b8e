import type { IssuedLeaf, LeafOptions } from '@certctl/certificate/issue';
import type { CertificateBundle } from '@certctl/plugin-api';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../target.js';
import { Scenario } from '../testing/scenario.js';
import { renewalFindings } from './renewal-rules.js';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await Scenario.create();
});

const bundle = (leaf: IssuedLeaf): CertificateBundle => ({ leaf: leaf.facts, chain: [] });

/** Codes and severities for a renewal from one leaf to another. */
async function findings(
  held: Partial<LeafOptions>,
  incoming: Partial<LeafOptions>,
  over: Partial<Target> = {},
): Promise<string[]> {
  const [before, after] = [await scenario.issue(held), await scenario.issue(incoming)];
  return renewalFindings(scenario.target(over), bundle(after), bundle(before)).map(
    ({ code, severity }) => `${code}: ${severity}`,
  );
}

describe('a renewal that no longer covers a name', () => {
  const names = (...list: string[]) => ({ names: list });

  it('is refused, unless the target allows it', async () => {
    const [held, incoming] = [names('a.example', 'b.example'), names('a.example')];
    expect(await findings(held, incoming)).toEqual(['san_removed: refusal']);
    expect(await findings(held, incoming, { allow_san_removal: true })).toEqual(['san_removed: warning']);
  });

  it('is told from one whose wildcard covers it: one label, not two', async () => {
    expect(await findings(names('a.b.example'), names('*.b.example'))).toEqual([]);
    expect(await findings(names('a.b.example'), names('*.example'))).toEqual(['san_removed: refusal']);
    expect(await findings(names('b.example'), names('*.b.example'))).toEqual(['san_removed: refusal']);
  });
});

describe('a renewal that is older than what is held', () => {
  const from = (hours: number) => ({ notBefore: scenario.clock.now() - hours * 3_600_000 });
  const until = (hours: number) => ({ notAfter: scenario.clock.now() + hours * 3_600_000 });

  it('is refused by its beginning or its end, unless the target allows it', async () => {
    expect(await findings(from(1), from(2))).toEqual(['older_than_held: refusal']);
    expect(await findings(until(100), until(99))).toEqual(['older_than_held: refusal']);
    expect(await findings(from(1), from(2), { allow_older: true })).toEqual(['older_than_held: warning']);
  });

  it('is told from one that is as old or newer', async () => {
    expect(await findings(from(2), from(2))).toEqual([]);
    expect(await findings(from(2), from(1))).toEqual([]);
  });
});

describe('a renewal by another issuer', () => {
  it('is refused where the target names its issuers', async () => {
    const { facts } = await scenario.issue();
    expect(await findings({}, {}, { allowed_issuers: [facts.issuer] })).toEqual([]);
    expect(await findings({}, {}, { allowed_issuers: ['CN=another'] })).toEqual([
      'issuer_not_allowed: refusal',
    ]);
  });
});
