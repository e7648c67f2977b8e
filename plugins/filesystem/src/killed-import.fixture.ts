import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { observedOperations } from './faulty-operations.fixture.js';
import { replaceFile } from './replace-file.js';

const [path = '', source = '', deadly = ''] = process.argv.slice(2);
const content = readFileSync(source);

/** Ends the process as kill -9 does; in the middle of the content, when that is the step. */
function die(temporary: string | undefined): void {
  if (temporary !== undefined) {
    const handle = openSync(temporary, 'w');
    writeSync(handle, content.subarray(0, content.length / 2));
    closeSync(handle);
  }
  process.kill(process.pid, 'SIGKILL');
}

let temporary: string | undefined;
const observed = observedOperations(dirname(path), (step) => {
  if (step === deadly) die(step === 'writeFile temporary' ? temporary : undefined);
});
const files: typeof observed = {
  ...observed,
  // The overloads of open do not survive a wrapper; the arguments go on as they came.
  open: ((...args: Parameters<typeof observed.open>) => {
    if (String(args[0]).endsWith('.tmp')) temporary = String(args[0]);
    return observed.open(...args);
  }) as typeof observed.open,
};
const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
await replaceFile(path, content, { mode: 0o600, ...owner }, files, new AbortController().signal);
