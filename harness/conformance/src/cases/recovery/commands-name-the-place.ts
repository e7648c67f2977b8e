import { provenanceTags } from '@certctl/plugin-api';
import { CaseFailure } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat, expectThere } from '../../kernel/expect.js';
import { saysKey } from '../../world/canaries.js';

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
    const outcome = world.outcomes.at(-1);
    const address = expectThere('the address', outcome?.address);
    const target = world.pinned(leaf.reference);
    const opened = await world.openStore(target.config);
    const checked = await world.plugin.config['~standard'].validate(target.config);
    if (checked.issues)
      throw new CaseFailure('the configuration', 'a valid one', JSON.stringify(checked.issues));
    const steps = opened.recoveryCommands({
      config: checked.value,
      place: { address, reference: leaf.reference, scope: '' },
      tags: provenanceTags({ certificateId: 'web', targetId: 'web', instance: world.instance }),
    });
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
