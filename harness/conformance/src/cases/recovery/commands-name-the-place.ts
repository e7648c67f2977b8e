import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { saysKey } from '../../world/canaries.js';
import { recoverySteps } from '../../world/recovery-steps.js';

export default defineCase({
  slug: 'recovery/commands-name-the-place',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'The commands that put a certificate back by hand name the place, are one line each with a reason, and hold no secret.',
  why: 'They are pasted at night, by somebody who has not seen the plugin.',
  source: 'the contract: StoreMoves.recoveryCommands',
  remedy: 'Make the commands of the reference and the configuration; leave file names to the person.',
  async run(world) {
    const leaf = await world.deployed();
    const steps = await recoverySteps(world, leaf.reference);
    expectThat('the commands', steps.length > 0, 'at least one', steps.length);
    const name = leaf.reference.split('/').at(-1) ?? leaf.reference;
    expectThat(
      'the place that they name',
      steps.some(({ command }) => command.includes(name)),
      name,
      steps.map(({ command }) => command),
    );
    for (const { why, command } of steps) {
      expectThat('why', why.trim() !== '', 'a reason', why);
      expectThat('the command', !command.includes('\n') && command.trim() !== '', 'one line', command);
      expectEqual(
        'whether it says a private key',
        saysKey(command, world.issuer.keys) || command.includes('PRIVATE KEY'),
        false,
      );
    }
    expectEqual('requests at the service', world.requests().length, 0);
  },
});
