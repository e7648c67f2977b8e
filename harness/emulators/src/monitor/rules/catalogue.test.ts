import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleTable, withRuleTable } from '../../server/rule-table.js';
import { monitorRules } from './catalogue.js';

describe('the rule catalogue of Azure Monitor', () => {
  it('is what the README says; else run npx tsx scripts/generate-rule-table.ts', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
    expect(withRuleTable(readme, ruleTable(monitorRules), 'monitor-rules')).toBe(readme);
  });

  it('has no rule twice, and a reference for every switchable one', () => {
    const ids = monitorRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const unreferenced = monitorRules.filter(
      ({ how, reference }) => how === 'switchable' && reference === undefined,
    );
    expect(unreferenced).toEqual([]);
  });
});
