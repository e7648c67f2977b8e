import { run } from './run.js';

// Set rather than exited with, so that what was written to a pipe is flushed.
process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
});
