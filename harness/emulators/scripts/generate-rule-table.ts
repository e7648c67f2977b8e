import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acmRules } from '../src/acm/rules/catalogue.js';
import { cloudTrailRules } from '../src/cloudtrail/rules/catalogue.js';
import { elbv2Rules } from '../src/elbv2/rules/catalogue.js';
import { kmsRules } from '../src/kms/rules/catalogue.js';
import { monitorRules } from '../src/monitor/rules/catalogue.js';
import { ruleTable, withRuleTable } from '../src/server/rule-table.js';
import { vaultRules } from '../src/vault/rules/catalogue.js';

/** Writes the rule tables of the README anew: `npx tsx scripts/generate-rule-table.ts`. */
const path = join(import.meta.dirname, '../README.md');
const withAcm = withRuleTable(readFileSync(path, 'utf8'), ruleTable(acmRules));
const withVault = withRuleTable(withAcm, ruleTable(vaultRules), 'vault-rules');
const withKms = withRuleTable(withVault, ruleTable(kmsRules), 'kms-rules');
const withElbv2 = withRuleTable(withKms, ruleTable(elbv2Rules), 'elbv2-rules');
const withTrail = withRuleTable(withElbv2, ruleTable(cloudTrailRules), 'cloudtrail-rules');
writeFileSync(path, withRuleTable(withTrail, ruleTable(monitorRules), 'monitor-rules'));
