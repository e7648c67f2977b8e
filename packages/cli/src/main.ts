import { processIo } from './io.js';
import { run } from './run.js';

// The SDK's versions are pinned with ours; its advice to upgrade Node would stand between our own lines.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// A reader that goes away (`certctl show | head -1`) is no failure of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Set rather than exited with, so that what was written to a pipe is flushed.
process.exitCode = await run(process.argv.slice(2), processIo());
