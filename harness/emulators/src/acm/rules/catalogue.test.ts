import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleTable, withRuleTable } from '../../server/rule-table.js';
import { acmRules } from './catalogue.js';

const source = join(import.meta.dirname, '../..');

describe('the rule catalogue', () => {
  it('is what the README says; else run npx tsx scripts/generate-rule-table.ts', () => {
    const readme = readFileSync(join(source, '../README.md'), 'utf8');
    expect(withRuleTable(readme, ruleTable(acmRules))).toBe(readme);
  });

  it('has no rule twice', () => {
    const ids = acmRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a reference for every switchable rule', () => {
    expect(acmRules.filter(({ how, reference }) => how === 'switchable' && reference === undefined)).toEqual(
      [],
    );
  });

  it('refuses nothing in the name of a rule that it does not emulate', () => {
    expect(acmRules.filter(({ how, refusal }) => how === 'not emulated' && refusal !== undefined)).toEqual(
      [],
    );
  });

  it('holds every rule id that the code names', () => {
    const ids = new Set(acmRules.map(({ id }) => id));
    const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(source, file), 'utf8'));
    const named = code.flatMap((text) => [...text.matchAll(/'((?:protocol|sts|tagging)\/[a-z-]+)'/g)]);
    expect(named.length).toBeGreaterThan(3);
    expect(named.map(([, id]) => id).filter((id) => id !== undefined && !ids.has(id))).toEqual([]);
  });
});
