import { CaseFailure } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';

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
    const config = await world.consumers.consumer('web', 'one');
    const opened = await world.openBinding(config);
    const checked = await world.plugin.config['~standard'].validate(config);
    if (checked.issues)
      throw new CaseFailure('the configuration', 'a valid one', JSON.stringify(checked.issues));
    const place = await opened.resolve({ config: checked.value, targetId: 'web' }, world.rawCall());
    const steps = opened.recoveryCommands({
      place,
      config: checked.value,
      reference: 'certificate/known-good',
    });
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
