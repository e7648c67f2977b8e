import { execFile } from 'node:child_process';
import { CaseFailure } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

/** Milliseconds within which a process ends that does nothing but import the package. */
const PATIENCE = 10_000;

/** Prints what the import has changed for the rest of the process; nothing, when it changed nothing. */
function program(name: string): string {
  return `
    const events = ['uncaughtException', 'unhandledRejection', 'SIGINT', 'SIGTERM', 'exit', 'warning'];
    const seen = () => JSON.stringify([{ ...process.env }, events.map((event) => process.listenerCount(event))]);
    const before = seen();
    await import(${JSON.stringify(name)});
    if (seen() !== before) console.log('the environment, or the handlers of the process, are not what they were');
  `;
}

export default defineCase({
  slug: 'packaging/import-is-quiet',
  level: 'capability',
  kind: 'any',
  requires: [],
  title:
    'To import the package does nothing else: it says nothing, starts nothing, and changes nothing of the process.',
  why: 'certctl imports every plugin of its configuration before it knows which one it needs; one that holds a timer keeps each command from ending, and one that prints spoils its JSON.',
  source: 'the contract: a plugin is an object, and open() is where it begins',
  remedy: 'Begin in open(), end in close(); write to the logger that open() is given.',
  async run(world) {
    const { manifest, room } = world.package();
    const { said, ended } = await importAlone(manifest.name, room);
    if (ended === 'late')
      throw new CaseFailure('a process that imports it', `an end within ${PATIENCE} ms`, 'none');
    expectEqual('what a process says that imports it', said, '');
    expectEqual('its exit code', ended, 0);
  },
});

function importAlone(
  name: string,
  cwd: string,
): Promise<{ readonly said: string; readonly ended: number | 'late' }> {
  const args = ['--input-type=module', '--eval', program(name)];
  const env = { ...process.env, NODE_OPTIONS: '' };
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd, env, timeout: PATIENCE }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : 0;
      done({ said: `${stdout}${stderr}`.trim(), ended: error?.killed ? 'late' : code });
    });
  });
}
