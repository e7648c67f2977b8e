import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';
import { consumerOf } from '../../world/consumer-of.js';

export default defineCase({
  slug: 'bind/commands-name-the-reference',
  level: 'core',
  kind: 'binding',
  requires: [],
  title: 'The commands that point a consumer by hand name the consumer and the certificate, one line each.',
  why: 'They are pasted at night.',
  source: 'the contract: BindingMoves.recoveryCommands',
  remedy: 'Make the commands of the place and the reference.',
  async run(world) {
    const { binding, consumer } = await consumerOf(world);
    const steps = binding.recoveryCommands({ ...consumer, reference: 'certificate/known-good' });
    expectThat('the commands', steps.length > 0, 'at least one', steps.length);
    for (const { why, command } of steps) {
      expectThat(
        'the command',
        !command.includes('\n') && command.trim() !== '' && why.trim() !== '',
        'one line, with a reason',
        command,
      );
    }
    expectThat(
      'the certificate that they name',
      steps.some(({ command }) => command.includes('certificate/known-good')),
      'certificate/known-good',
      steps.map(({ command }) => command),
    );
  },
});
