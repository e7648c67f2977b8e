import type { Plugin } from '@certctl/plugin-api';

/** Something that a schema found, with its place. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The fields that nobody knows, for schemas that tell. */
  readonly keys?: readonly string[];
}

/** What the plugin's schema says of a configuration; paths begin at the target. */
export async function checkConfig(
  plugin: Plugin,
  config: Readonly<Record<string, unknown>>,
  at: readonly PropertyKey[] = ['config'],
): Promise<readonly Problem[]> {
  const result = await plugin.config['~standard'].validate(config);
  return (result.issues ?? []).map((issue) => ({
    path: [...at, ...(issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part))],
    message: issue.message,
    ...('keys' in issue && isTexts(issue.keys) ? { keys: issue.keys } : {}),
  }));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
