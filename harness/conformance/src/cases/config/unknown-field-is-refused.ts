import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'config/unknown-field-is-refused',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A field that the plugin does not know is refused by its name, before anything is sent.',
  why: 'A typo in a field that is passed over deploys something else than was written.',
  source: 'the contract: ConfigSchema',
  remedy: 'Close the schema.',
  async run(world) {
    const target = world.target('web', { no_such_field: 'x' });
    const outcome = await world.deploy(await world.issue(), { target });
    expectStatusIn(outcome, 'refused', 'failed');
    const error = 'error' in outcome ? outcome.error : undefined;
    expectEqual('the error', error?.code, 'target_invalid');
    expectThat(
      'what it names',
      error?.message.includes('no_such_field') === true,
      'no_such_field',
      error?.message,
    );
    expectEqual('requests at the service', world.stage.wire().length, 0);
  },
});
