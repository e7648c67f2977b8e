import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleTable, withRuleTable } from '../../server/rule-table.js';
import { elbv2Rules } from './catalogue.js';

describe('the rule catalogue of Elastic Load Balancing', () => {
  it('is what the README says; else run npx tsx scripts/generate-rule-table.ts', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
    expect(withRuleTable(readme, ruleTable(elbv2Rules), 'elbv2-rules')).toBe(readme);
  });

  it('has no rule twice, and a reference for every switchable one', () => {
    const ids = elbv2Rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const unreferenced = elbv2Rules.filter(
      ({ how, reference }) => how === 'switchable' && reference === undefined,
    );
    expect(unreferenced).toEqual([]);
  });

  it('has every rule that refuses met by a test', () => {
    const folder = join(import.meta.dirname, '..');
    const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const refusing = elbv2Rules.filter(({ refusal }) => refusal !== undefined).map(({ id }) => id);
    expect(refusing.filter((id) => !tests.includes(`'${id}'`))).toEqual([]);
  });
});
