import { execFile } from 'node:child_process';
import { UnusablePackage } from './unusable-package.js';

export interface ToolOptions {
  readonly cwd: string;
  /** What it means when the tool fails: `./my-plugin could not be packed`. */
  readonly failed: string;
  readonly remedy: string;
  /** Ends the tool. */
  readonly signal?: AbortSignal;
}

/** Lines of what a tool said that are shown: the last ones say what went wrong. */
const MOST_LINES = 8;

/**
 * Runs a package manager, and gives what it wrote to stdout.
 * @throws UnusablePackage with the end of what it said; the signal's reason when it was ended
 */
export async function runTool(
  file: string,
  args: readonly string[],
  { cwd, failed, remedy, signal }: ToolOptions,
): Promise<string> {
  signal?.throwIfAborted();
  return new Promise((done, fail) => {
    // Not by Node's own `signal`: that answers before the tool has ended, and what it writes to would be gone.
    const end = () => tool.kill();
    const tool = execFile(file, [...args], { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) fail(signal.reason);
      else if (!error) done(stdout);
      else {
        const said = saidByNpm(stdout) ?? endOf(`${stderr}${stdout}`) ?? error.message;
        fail(new UnusablePackage(`${failed}:${said.includes('\n') ? '\n' : ' '}${said}`, remedy));
      }
    });
    signal?.addEventListener('abort', end);
  });
}

/** The end of what a tool said; undefined when it said nothing. */
function endOf(output: string): string | undefined {
  return output.trim().split('\n').slice(-MOST_LINES).join('\n') || undefined;
}

/** Code and summary, where npm was asked for JSON; the rest of it is advice for other cases, and where its log is. */
function saidByNpm(stdout: string): string | undefined {
  let said: { readonly error?: { readonly code?: unknown; readonly summary?: unknown } | null } | null;
  try {
    said = JSON.parse(stdout);
  } catch {
    return undefined;
  }
  const { code, summary } = said?.error ?? {};
  if (typeof summary !== 'string' || summary.trim() === '') return undefined;
  return [...(typeof code === 'string' ? [code] : []), summary.trim()].join(': ');
}
