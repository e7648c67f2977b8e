import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acmRules, ruleTable, withRuleTable } from '../src/acm/rules/catalogue.js';

/** Writes the rule table of the README anew: `npx tsx scripts/generate-rule-table.ts`. */
const path = join(import.meta.dirname, '../README.md');
writeFileSync(path, withRuleTable(readFileSync(path, 'utf8'), ruleTable(acmRules)));
