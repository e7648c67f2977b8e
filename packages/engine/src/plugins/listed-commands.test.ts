import { describe, expect, it } from 'vitest';
import { ListedCommands } from './listed-commands.js';

const node = (script: string) => ({ file: process.execPath, args: ['-e', script] });
const commands = new ListedCommands({
  reload: node('process.exit(0)'),
  broken: node('process.exit(7)'),
  hangs: { ...node('setInterval(() => {}, 1000)'), timeoutMs: 200 },
  waits: node('setInterval(() => {}, 1000)'),
  missing: { file: '/no/such/program' },
});
const idle = () => new AbortController().signal;

describe('the listed commands', () => {
  it('runs what is listed', async () => {
    await expect(commands.run('reload', idle())).resolves.toBeUndefined();
  });

  it('runs nothing else, not even what every object has', async () => {
    await expect(commands.run('restart', idle())).rejects.toMatchObject({ code: 'UnknownCommand' });
    await expect(commands.run('constructor', idle())).rejects.toMatchObject({ code: 'UnknownCommand' });
  });

  it('tells how a command failed', async () => {
    await expect(commands.run('broken', idle())).rejects.toMatchObject({
      code: 'CommandFailed',
      exitCode: 7,
    });
    await expect(commands.run('missing', idle())).rejects.toMatchObject({ code: 'CommandFailed' });
    await expect(commands.run('hangs', idle())).rejects.toMatchObject({ code: 'CommandTimedOut' });
  });

  it('stops with the deploy', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('cancelled')), 100);
    await expect(commands.run('waits', stop.signal)).rejects.toThrow('cancelled');
  });
});
