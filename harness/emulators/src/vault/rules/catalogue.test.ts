import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acmRules } from '../../acm/rules/catalogue.js';
import { ruleTable, withRuleTable } from '../../server/rule-table.js';
import { vaultRules } from './catalogue.js';

describe('the rule catalogue of the vault', () => {
  it('is what the README says; else run npx tsx scripts/generate-rule-table.ts', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
    expect(withRuleTable(readme, ruleTable(vaultRules), 'vault-rules')).toBe(readme);
  });

  it('has no rule twice', () => {
    const ids = vaultRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a reference for every switchable rule', () => {
    expect(
      vaultRules.filter(({ how, reference }) => how === 'switchable' && reference === undefined),
    ).toEqual([]);
  });

  it('refuses nothing in the name of a rule that it does not emulate', () => {
    expect(vaultRules.filter(({ how, refusal }) => how === 'not emulated' && refusal !== undefined)).toEqual(
      [],
    );
  });

  it('has a table without a broken row', () => {
    const rows = ruleTable([...vaultRules, ...acmRules]).split('\n');
    expect(rows.filter((row) => !row.startsWith('|'))).toEqual([]);
  });
});
