import { certificateRules } from './certificate-rules.js';
import { importRules } from './import-rules.js';
import { listRules } from './list-rules.js';
import { protocolRules } from './protocol-rules.js';
import { reimportRules } from './reimport-rules.js';
import type { Rule } from './rule.js';
import { tagRules } from './tag-rules.js';

/** Every rule that the emulator knows of; its README's table is made from it. */
export const acmRules: readonly Rule[] = [
  importRules,
  reimportRules,
  certificateRules,
  listRules,
  tagRules,
  protocolRules,
].flatMap((group): Rule[] => Object.values(group));

/** The table of the README, between its two markers. */
export function ruleTable(rules: readonly Rule[]): string {
  const header = '| rule | what | how | source | refused with |\n|---|---|---|---|---|';
  const rows = rules.map((rule) =>
    [
      '',
      `\`${rule.id}\``,
      rule.summary + (rule.reference === undefined ? '' : ` (${rule.reference})`),
      rule.how,
      `[${rule.source}]`,
      rule.refusal === undefined
        ? ''
        : `${rule.refusal.name}: "${rule.refusal.message}" [${rule.refusal.wording}]`,
      '',
    ]
      .join(' | ')
      .trim(),
  );
  return [header, ...rows].join('\n');
}

const MARKED = /(<!-- rules:begin -->\n)[\s\S]*?(<!-- rules:end -->)/;

/** A document with the table between its two markers replaced; throws when it has no markers. */
export function withRuleTable(document: string, table: string): string {
  if (!MARKED.test(document)) throw new Error('the document has no markers for the rule table');
  return document.replace(MARKED, (_whole, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
}
