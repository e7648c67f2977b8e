import { cancel, group, intro, select, text } from '@clack/prompts';
import { type Choices, defaultsFor, KINDS, LICENSES, PROBLEM_OF } from './choices.js';
import type { Arguments } from './read-arguments.js';

/** The person has had enough. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

const SAID_OF_KIND = {
  store: 'a store, which holds certificates',
  binding: 'a binding, which points a consumer at a stored certificate',
} as const;

/** The folder, by asking for it. @throws Cancelled */
export async function askFolder(): Promise<string> {
  intro('A plugin for the certctl deploy engine');
  return question('Folder of the plugin', 'acme-cloud', (value) =>
    value === '' ? 'Give a name.' : PROBLEM_OF.alias(defaultsFor(value).alias),
  )();
}

/** The name of the service in lower case, where the folder's own does not tell it. @throws Cancelled */
export async function askAlias(): Promise<string> {
  return question('The service in lower case, as in acme-cloud', '', PROBLEM_OF.alias)();
}

/** Asks for what was not given; each answer is offered as it follows from the name of the folder. @throws Cancelled */
export async function askChoices(
  given: Arguments['given'],
  defaults: Omit<Choices, 'kind'>,
): Promise<Choices> {
  const ask = (name: keyof Omit<Choices, 'kind'>, message: string) => {
    const known = given[name];
    return known === undefined ? question(message, defaults[name], PROBLEM_OF[name]) : async () => known;
  };
  const answers = await group(
    {
      kind: async () => given.kind ?? choose('What is it?', KINDS, SAID_OF_KIND),
      service: ask('service', 'The service, as people call it'),
      type: ask('type', 'Type of its targets or bindings'),
      packageName: ask('packageName', 'Name of the package'),
      storeType: async ({ results }: { results: { kind?: string; type?: string } }) =>
        results.kind === 'binding' && given.storeType === undefined
          ? question(
              'Type of the stores whose certificates its consumers take',
              defaults.storeType,
              (value) => PROBLEM_OF.storeType(value) ?? notThatOf(results.type, value),
            )()
          : (given.storeType ?? defaults.storeType),
      license: async () => given.license ?? choose('Licence', LICENSES),
      // Of the licences only this one names somebody.
      author: async ({ results }: { results: { license?: string } }) =>
        results.license === 'MIT'
          ? ask('author', 'Who holds the copyright')()
          : (given.author ?? defaults.author),
    },
    { onCancel: stop },
  );
  // Every answer was checked as it was given.
  return { ...defaults, ...given, ...answers } as Choices;
}

function notThatOf(binding: string | undefined, value: string): string | undefined {
  return value === binding ? 'must be another one than that of the binding' : undefined;
}

function question(message: string, initialValue: string, problem: (value: string) => string | undefined) {
  return async (): Promise<string> => {
    const answer = await text({
      message,
      initialValue,
      validate: (value) => {
        const found = problem(value ?? '');
        return found === undefined ? undefined : found.replace(/^must/, 'It must');
      },
    });
    return typeof answer === 'string' ? answer : stop();
  };
}

async function choose<const Values extends readonly string[]>(
  message: string,
  values: Values,
  labels: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = values.map((value) => ({ value, label: labels[value] ?? value }));
  const answer = await select<string>({ message, options });
  return typeof answer === 'string' ? answer : stop();
}

function stop(): never {
  cancel('Nothing was written.');
  throw new Cancelled();
}
