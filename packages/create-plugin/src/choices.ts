import { CertctlError } from '@certctl/plugin-api';

export const KINDS = ['store', 'binding'] as const;
export const LICENSES = ['Apache-2.0', 'MIT', 'UNLICENSED'] as const;

/** What a plugin is made of: every word that stands in its files. */
export interface Choices {
  readonly kind: (typeof KINDS)[number];
  /** The service as people call it: `Acme Cloud`. */
  readonly service: string;
  /** In kebab-case: `acme-cloud`. */
  readonly alias: string;
  /** Type of the targets or bindings: `AcmeCloud`. */
  readonly type: string;
  /** Name of the package: `certctl-plugin-acme-cloud`. */
  readonly packageName: string;
  readonly license: (typeof LICENSES)[number];
  /** Who holds the copyright, for a licence that says so. */
  readonly author: string;
  /** For a binding: type of the stores whose references its consumers take. */
  readonly storeType: string;
}

/** The folder's own name tells what is not said: `certctl-plugin-acme-cloud` and `acme-cloud` mean one service. */
export function defaultsFor(folderName: string): Omit<Choices, 'kind'> {
  const alias = folderName
    .replace(/^certctl-plugin-/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
  const words = alias.split('-').filter(Boolean);
  const capital = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const type = capital.join('');
  return {
    service: capital.join(' '),
    alias,
    type,
    packageName: `certctl-plugin-${alias}`,
    license: 'Apache-2.0',
    author: `The authors of certctl-plugin-${alias}`,
    storeType: `${type}Certificates`,
  };
}

/** What is wrong with an answer, in words that end a sentence; undefined for a good one. */
export const PROBLEM_OF: { readonly [Name in keyof Choices]: (value: string) => string | undefined } = {
  kind: (value) => oneOf(KINDS, value),
  license: (value) => oneOf(LICENSES, value),
  // It stands in strings, comments and documents, where other characters would end them.
  service: (value) =>
    unless(
      /^[\p{L}\p{N}](?:[\p{L}\p{N} .+&-]{0,58}[\p{L}\p{N}+.])?$/u,
      'letters, digits, spaces and . + & -',
      value,
    ),
  author: (value) => unless(/^[^\p{C}"\\<>]{1,120}$/u, 'a name without " \\ < >', value),
  alias: (value) =>
    unless(
      /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
      'lower-case letters, digits and single hyphens, a letter first',
      value,
    ),
  type: (value) => unless(/^[A-Z][A-Za-z0-9]*$/, 'letters and digits, a capital first', value),
  storeType: (value) => unless(/^[A-Z][A-Za-z0-9]*$/, 'letters and digits, a capital first', value),
  packageName: (value) =>
    value.length > 214
      ? 'must have 214 characters at most'
      : unless(/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/, 'a name that npm takes', value),
};

/** @throws CertctlError `usage` naming the first answer that is not good */
export function checkChoices(choices: Choices): void {
  checkGiven(choices);
  if (choices.kind === 'binding' && choices.storeType === choices.type)
    throw new CertctlError('usage', 'a binding and its store cannot have one type', {
      remedy: 'Give the type of the store with --store-type.',
    });
}

/** The same for those answers that there are. @throws CertctlError `usage` */
export function checkGiven(given: { readonly [Name in keyof Choices]?: string }): void {
  for (const [name, value] of Object.entries(given)) {
    // The keys of choices are those of the checks.
    const problem = PROBLEM_OF[name as keyof Choices](value);
    if (problem === undefined) continue;
    const flag = FLAG_OF[name as keyof Choices]; // as above
    throw new CertctlError('usage', `"${value}" is not good for ${flag}: it ${problem}`, {
      remedy: `Give another one with ${flag}.`,
    });
  }
}

const FLAG_OF: { readonly [Name in keyof Choices]: string } = {
  kind: '--kind',
  service: '--service',
  alias: '--alias',
  type: '--type',
  packageName: '--name',
  license: '--license',
  author: '--author',
  storeType: '--store-type',
};

function oneOf(values: readonly string[], value: string): string | undefined {
  return values.includes(value) ? undefined : `must be ${values.join(' or ')}`;
}

function unless(pattern: RegExp, what: string, value: string): string | undefined {
  return pattern.test(value) ? undefined : `must be ${what}`;
}
