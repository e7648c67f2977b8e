import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeploymentRecord } from '@certctl/engine';
import { openPersistence } from '@certctl/persistence';
import { run } from 'certctl';

/** The block of commands that `certctl explain` prints for a deployment, for a shell, as it stands on the screen. */
export async function explainedCommands(record: DeploymentRecord | undefined): Promise<string> {
  assert.ok(record, 'the deploy has left no record');
  const parent = await mkdtemp(join(tmpdir(), 'certctl-explained-'));
  try {
    const folder = join(parent, 'data');
    const store = await openPersistence({ folder, clock: { now: Date.now } });
    await store.deployments.put(record);
    await store.close();
    const screen = await printed(['explain', record.id, '--data', folder]);
    const block = /^Recovery by hand\n([\s\S]*?)\n\n/m.exec(screen)?.[1];
    assert.ok(block, `there is no block of commands in\n${screen}`);
    return block;
  } finally {
    await rm(parent, { recursive: true });
  }
}

async function printed(argv: readonly string[]): Promise<string> {
  let text = '';
  const code = await run(argv, {
    stdout: { columns: 80, write: (more: string) => (text += more) },
    stderr: { write: (more: string) => (text += more) },
    stdin: (async function* () {})(),
    env: { NO_COLOR: '1' },
    signal: new AbortController().signal,
  });
  assert.equal(code, 0, text);
  return text;
}
