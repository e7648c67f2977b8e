import { processIo } from './io.js';
import { VERSION } from './version.js';

// The SDK's versions are pinned with ours; its advice to upgrade Node would stand between our own lines.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// A reader that goes away (`certctl show | head -1`) is no failure of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const argv = process.argv.slice(2);

// Set rather than exited with, so that what was written to a pipe is flushed.
process.exitCode = await answer();

async function answer(): Promise<number> {
  // Scripts ask for the version before every use, and that needs no parser of words.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const { run } = await import('./run.js');
  return run(argv, processIo());
}
