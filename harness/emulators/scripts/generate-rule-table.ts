import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acmRules } from '../src/acm/rules/catalogue.js';
import { ruleTable, withRuleTable } from '../src/server/rule-table.js';

/** Writes the rule table of the README anew: `npx tsx scripts/generate-rule-table.ts`. */
const path = join(import.meta.dirname, '../README.md');
writeFileSync(path, withRuleTable(readFileSync(path, 'utf8'), ruleTable(acmRules)));
