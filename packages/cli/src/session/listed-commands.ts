import { type ListedCommand, ListedCommands } from '@certctl/engine';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Io } from '../io.js';
import { readText } from '../material/read-input.js';
import { usageError } from '../usage-error.js';

const commands = z.record(
  z.string(),
  z.strictObject({
    file: z.string().startsWith('/', 'must be the absolute path of a program'),
    args: z.array(z.string()).default([]),
    timeout_ms: z.int().positive().default(30_000),
  }),
);

/**
 * The commands that targets may name (`reload: nginx`), of a file in YAML or JSON.
 * @throws CertctlError `usage`, `file_unreadable`
 */
export async function listedCommands(file: string | undefined, io: Io): Promise<ListedCommands> {
  if (file === undefined) return new ListedCommands({});
  const text = await readText('--commands', file, io);
  const parsed = commands.safeParse(readYaml(text, file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw usageError(
      `--commands ${file}: ${issue?.path.join('.')}: ${issue?.message}`,
      'Each command has a name, a file, and if need be args and timeout_ms.',
    );
  }
  return new ListedCommands(
    Object.fromEntries(
      Object.entries(parsed.data).map(
        ([name, { file: program, args, timeout_ms }]): [string, ListedCommand] => [
          name,
          { file: program, args, timeoutMs: timeout_ms },
        ],
      ),
    ),
  );
}

function readYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw usageError(
      `--commands ${file}: ${error instanceof Error ? error.message : String(error)}`,
      'Write it in YAML or JSON.',
    );
  }
}
