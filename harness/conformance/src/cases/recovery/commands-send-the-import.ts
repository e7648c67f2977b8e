import { CannotProve } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { recoverySteps } from '../../world/recovery-steps.js';

export default defineCase({
  slug: 'recovery/commands-send-the-import',
  level: 'capability',
  kind: 'store',
  requires: [],
  title:
    'The first command for a recovery that changes something at the service sends what a deploy sends to import, and all send what is declared.',
  why: 'A command with another verb of the service names the right place as well, and does the wrong thing to it.',
  source: 'the contract: StoreMoves.recoveryCommands; the reference of the vendor’s command line',
  remedy:
    'Let the commands begin with the import, in the words of the vendor’s command line, and look after it.',
  async run(world) {
    const sends = world.need('commandSends');
    const leaf = await world.deployed();
    const imports = world.outcomes
      .flatMap(({ calls }) => calls)
      .filter(({ step, effect }) => step === 'import' && effect === 'write')
      .map(({ operation }) => operation);
    const sent = (await recoverySteps(world, leaf.reference)).flatMap(({ command }) => {
      const operation = sends(command);
      return operation === undefined ? [] : [{ command, operation }];
    });
    if (sent.length === 0) throw new CannotProve('nobody here can tell what a command would send');
    for (const { command, operation } of sent) {
      const declared = world.plugin.permissions.some((each) => each.operation === operation);
      expectThat(
        'what a command sends',
        declared,
        'an operation that is declared',
        `${operation}: ${command}`,
      );
    }
    const changes = sent.filter(({ operation }) =>
      world.plugin.permissions.some((each) => each.operation === operation && each.effect === 'write'),
    );
    expectThat(
      'the first command that changes something',
      changes.length > 0 && imports.includes(changes[0]?.operation ?? ''),
      imports.join(' or '),
      changes[0] === undefined ? 'there is none' : `${changes[0].operation}: ${changes[0].command}`,
    );
    expectEqual('requests at the service', world.requests().length, 0);
  },
});
