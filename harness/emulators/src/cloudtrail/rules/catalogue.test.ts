import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleTable, withRuleTable } from '../../server/rule-table.js';
import { cloudTrailRules } from './catalogue.js';

describe('the rule catalogue of CloudTrail', () => {
  it('is what the README says; else run npx tsx scripts/generate-rule-table.ts', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
    expect(withRuleTable(readme, ruleTable(cloudTrailRules), 'cloudtrail-rules')).toBe(readme);
  });

  it('has no rule twice, and a reference for every switchable one', () => {
    const ids = cloudTrailRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const unreferenced = cloudTrailRules.filter(
      ({ how, reference }) => how === 'switchable' && reference === undefined,
    );
    expect(unreferenced).toEqual([]);
  });
});
