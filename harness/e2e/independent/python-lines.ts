import assert from 'node:assert/strict';
import type { Checks } from './checks.js';
import type { CommandResult } from './command.js';

/** Makes a check of each line that a script has printed; one that ended too early, or printed more, fails. */
export async function checkLines(
  checks: Checks,
  { stdout, stderr }: CommandResult,
  count: number,
): Promise<void> {
  const lines = stdout.split('\n').filter((line) => line !== '');
  for (const line of lines) {
    const name = line.replace(/^(ok|FAILED \(.*\)) /, '');
    await checks.check(name, async () => assert.match(line, /^ok /));
  }
  await checks.check('every check of the script has run', async () => {
    assert.equal(lines.length, count, stderr);
  });
}
