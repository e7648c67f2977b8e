import { isEntryPoint } from './entry-point.js';
import { readText, repositoryPaths, type TextFile } from './repository.js';
import { report, type Violation } from './violation.js';

/** What a stranger who reads the repository has no use for, or should not see. */
const RULES: readonly { readonly name: string; readonly pattern: RegExp; readonly rule: string }[] = [
  {
    name: 'machine-path',
    pattern: /(?<![\w.~*-])\/(?:work|root|home|Users)\/[\w.-]/,
    rule: 'a path of one machine',
  },
  {
    name: 'registry-host',
    pattern:
      /\b(?:registry\.(?:npmjs|yarnpkg|npmmirror)\.\w+|npm\.pkg\.github\.com|(?:files\.)?python(?:hosted)?\.org\/(?:packages|simple)|(?:test\.)?pypi\.org)\b/,
    rule: 'a registry host; which registry is used is the reader’s own setting',
  },
  {
    name: 'language-model',
    pattern:
      /\b(?:LLMs?|GPT(?:-\d\w*)?|ChatGPT|OpenAI|Anthropic|Claude|Copilot|AI(?!\/)|language models?|coding assistants?)\b/,
    rule: 'speaks of language models',
  },
  {
    name: 'how-it-was-made',
    pattern:
      /\b(?:issue #?\d+|(?:this|another|earlier|previous|next|coding|later) sessions?|the brief|sub-?agents?|as (?:requested|instructed))\b/i,
    rule: 'speaks of how the repository was made',
  },
  {
    name: 'document-elsewhere',
    pattern: /(?:\.\.\/shared\/|\b(?:design|cloud-semantics|runbook|emulators)\.md\b)/,
    rule: 'names a document that is not in the repository',
  },
];

/** Files in which the words themselves are the subject, with the rules that they may break. */
const ALLOWED: readonly { readonly path: RegExp; readonly rules: readonly string[] }[] = [
  { path: /^scripts\/check-text(?:\.test)?\.ts$/, rules: RULES.map(({ name }) => name) },
  // The lockfile and the licence are not our words.
  {
    path: /^(?:pnpm-lock\.yaml|LICENSE)$/,
    rules: ['language-model', 'how-it-was-made', 'document-elsewhere'],
  },
];

/** Base64 of certificates and hashes can spell any word. */
const ENCODED = /[A-Za-z0-9+/=_-]{48,}/g;

export function checkText({ path, text }: TextFile): Violation[] {
  const allowed = ALLOWED.filter((entry) => entry.path.test(path)).flatMap(({ rules }) => rules);
  const rules = RULES.filter(({ name }) => !allowed.includes(name));
  return text.split('\n').flatMap((line, index) => {
    const words = line.replace(ENCODED, '');
    return rules.flatMap(({ pattern, rule }) => {
      const match = pattern.exec(words);
      return match ? [{ file: path, line: index + 1, rule: `${rule}: ${match[0]}` }] : [];
    });
  });
}

function isBinary(text: string): boolean {
  return text.includes('\0');
}

if (isEntryPoint(import.meta.url)) {
  const files = repositoryPaths()
    .map(readText)
    .filter(({ text }) => !isBinary(text));
  report('check-text', files.flatMap(checkText), `${files.length} files`);
}
