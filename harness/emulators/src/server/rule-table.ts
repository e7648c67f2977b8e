import type { Rule } from './rule.js';

/** The table of the README, between its two markers. */
export function ruleTable(rules: readonly Rule[]): string {
  const header = '| rule | what | how | source | refused with |\n|---|---|---|---|---|';
  return [header, ...rules.map(row)].join('\n');
}

function row(rule: Rule): string {
  const cells = [
    '',
    `\`${rule.id}\``,
    rule.summary + (rule.reference === undefined ? '' : ` (${rule.reference})`),
    rule.how,
    `[${rule.source}]`,
    refusalText(rule),
    '',
  ];
  return cells.join(' | ').trim();
}

function refusalText({ refusal }: Rule): string {
  if (refusal === undefined) return '';
  const { status, name, inner, message, wording } = refusal;
  const code = [...(status === undefined ? [] : [status]), name].join(' ');
  const line = message.replaceAll('\r\n', ' ');
  return `${code}${inner === undefined ? '' : `/${inner}`}: "${line}" [${wording}]`;
}

/** A document with the table between the markers of `rules` replaced; throws when it has no markers. */
export function withRuleTable(document: string, table: string, rules = 'rules'): string {
  const marked = new RegExp(`(<!-- ${rules}:begin -->\\n)[\\s\\S]*?(<!-- ${rules}:end -->)`);
  if (!marked.test(document)) throw new Error('the document has no markers for the rule table');
  return document.replace(marked, (_whole, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
}
