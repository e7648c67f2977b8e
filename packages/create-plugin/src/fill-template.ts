import type { Choices } from './choices.js';

/**
 * The words that stand in the templates for those of a plugin. The templates are whole programs with these names,
 * so that they are compiled and linted as they are; no other word of theirs may contain one of them.
 */
export const TEMPLATE: Choices = {
  kind: 'store',
  service: 'Acme Cloud',
  alias: 'acme-cloud',
  type: 'AcmeCloud',
  packageName: 'certctl-plugin-acme-cloud',
  license: 'Apache-2.0',
  author: '',
  storeType: 'AcmeCertificates',
};

/** A text of a template with the words of a plugin. */
export function fillTemplate(text: string, choices: Choices): string {
  const words: readonly (readonly [string, string])[] = [
    [TEMPLATE.packageName, choices.packageName],
    [TEMPLATE.storeType, choices.storeType],
    [TEMPLATE.service, choices.service],
    [TEMPLATE.type, choices.type],
    [TEMPLATE.alias, choices.alias],
    [camel(TEMPLATE.alias), camel(choices.alias)],
    [snake(TEMPLATE.alias), snake(choices.alias)],
    [snake(TEMPLATE.alias).toUpperCase(), snake(choices.alias).toUpperCase()],
  ];
  const byWord = new Map(words);
  // All at once: what has been put in may hold a word that stands for another one.
  const pattern = new RegExp(words.map(([word]) => word).join('|'), 'g');
  return text.replace(pattern, (word) => byWord.get(word) ?? word);
}

function camel(alias: string): string {
  return alias.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function snake(alias: string): string {
  return alias.replaceAll('-', '_');
}
