import { run } from '../index.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly signal?: AbortSignal;
}

/** Runs a command with streams of its own. */
export async function runCli(argv: readonly string[], world: World = {}): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    isTTY: world.terminal ?? false,
    columns: 80,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await run(argv, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: (async function* () {
      yield world.stdin ?? '';
    })(),
    // What a test deploys is kept in memory, or the machine's own records would grow.
    env: { CERTCTL_DATA: 'none', ...world.env },
    signal: world.signal ?? new AbortController().signal,
  });
  return { code, ...written };
}
