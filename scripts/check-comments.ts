import { isEntryPoint } from './entry-point.js';
import { isSource, readText, repositoryPaths, type TextFile } from './repository.js';
import { parseSource, type Source } from './source.js';
import { report, type Violation } from './violation.js';

const BANNER = /^[\s*]*[=\-_#~/*+]{6,}[\s*]*$/m;
const UNFINISHED = /\b(?:TODO|FIXME|XXX|HACK)\b/;
const SILENCED = /@ts-(?:ignore|nocheck)\b/;
const EXPECTED_WITHOUT_REASON = /@ts-expect-error\s*$/;
const UNLINTED_WITHOUT_REASON = /biome-ignore(?!.*:\s*(?!<)\S+\s+\S)/;

const RULES: readonly { readonly pattern: RegExp; readonly rule: string }[] = [
  { pattern: BANNER, rule: 'a banner comment; structure belongs to files and functions' },
  { pattern: UNFINISHED, rule: 'an unfinished thing in a comment' },
  { pattern: SILENCED, rule: 'silences the compiler; @ts-expect-error with a reason is the most' },
  { pattern: EXPECTED_WITHOUT_REASON, rule: '@ts-expect-error without a reason' },
  { pattern: UNLINTED_WITHOUT_REASON, rule: 'biome-ignore without a reason' },
];

/** Comments say why. None is a banner, a promise, or a silencer without a reason. */
export function checkComments(source: Source): Violation[] {
  return source.comments.flatMap(({ value, start }) =>
    RULES.filter(({ pattern }) => pattern.test(value)).map(({ rule }) => ({
      file: source.path,
      line: source.lineOf(start),
      rule,
    })),
  );
}

const LEFT_OUT = /\b(?:it|test|describe|suite)(?:\.(?:concurrent|sequential))?\.(skip|only|todo|fails)\b/g;

/** Tests that do not run, or that keep others from running. */
export function checkFocus(source: Source): Violation[] {
  return [...blank(source).matchAll(LEFT_OUT)].map((match) => ({
    file: source.path,
    line: source.lineOf(match.index),
    rule: `.${match[1]} leaves tests out`,
  }));
}

/** The text with its strings and comments blanked, every offset kept. */
function blank({ text, comments }: Source): string {
  const uncommented = comments.reduce(
    (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
    text,
  );
  return uncommented.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, (string) =>
    ' '.repeat(string.length),
  );
}

export function checkSource(file: TextFile): Violation[] {
  const source = parseSource(file);
  return [...checkComments(source), ...checkFocus(source)];
}

if (isEntryPoint(import.meta.url)) {
  const files = repositoryPaths().filter(isSource).map(readText);
  report('check-comments', files.flatMap(checkSource), `${files.length} sources`);
}
