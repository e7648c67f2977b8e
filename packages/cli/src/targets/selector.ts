import { usageError } from '../usage-error.js';

export type Labels = Readonly<Record<string, string>>;
export type Selector = (labels: Labels) => boolean;

const PARTS: readonly (readonly [RegExp, (match: RegExpExecArray) => Selector])[] = [
  [
    /^([\w./-]+)\s+(in|notin)\s*\(([^()]*)\)$/,
    ([, name = '', word, list = '']) => {
      const values = list.split(',').map((value) => value.trim());
      return word === 'in'
        ? (labels) => values.includes(labelOf(labels, name) ?? '\0')
        : (labels) => !values.includes(labelOf(labels, name) ?? '\0');
    },
  ],
  [
    /^([\w./-]+)\s*!=\s*([^\s=!,()]*)$/,
    ([, name = '', value]) =>
      (labels) =>
        labelOf(labels, name) !== value,
  ],
  [
    /^([\w./-]+)\s*==?\s*([^\s=!,()]*)$/,
    ([, name = '', value]) =>
      (labels) =>
        labelOf(labels, name) === value,
  ],
  [
    /^!\s*([\w./-]+)$/,
    ([, name = '']) =>
      (labels) =>
        labelOf(labels, name) === undefined,
  ],
  [
    /^([\w./-]+)$/,
    ([, name = '']) =>
      (labels) =>
        labelOf(labels, name) !== undefined,
  ],
];

/**
 * A selector of labels in the words of Kubernetes: `env=prod,team!=web,tier in (a, b),!legacy`. All parts must hold.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 * @throws CertctlError `usage`
 */
export function parseSelector(text: string): Selector {
  const parts = text.split(/,(?![^()]*\))/).map((part) => parsePart(part.trim(), text));
  return (labels) => parts.every((holds) => holds(labels));
}

function parsePart(part: string, whole: string): Selector {
  for (const [pattern, selectorOf] of PARTS) {
    const match = pattern.exec(part);
    if (match) return selectorOf(match);
  }
  throw usageError(
    `${JSON.stringify(part)} in the selector ${JSON.stringify(whole)} is not understood`,
    'Write name=value, name!=value, name in (a, b), name notin (a, b), name, or !name, joined by commas.',
  );
}

function labelOf(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}
