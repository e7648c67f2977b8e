import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/forbidden-is-not-absent',
  level: 'core',
  kind: 'binding',
  requires: [],
  title:
    'A consumer that may not be looked at ends the deploy with that refusal: it is not taken for one that does not exist.',
  why: 'The remedies are opposite: a permission, or another name.',
  source: 'the contract: FailureClass',
  remedy: 'Let the refusal through.',
  async run(world) {
    const target = await world.bound('one');
    world.arm({ move: 'inspectConsumer', shape: '403', times: 'for-good' });
    const outcome = await world.deploy(await world.issue(), { target });
    world.struck();
    expectStatusIn(outcome, 'refused', 'failed');
    expectEqual('the error', 'error' in outcome ? outcome.error.code : undefined, 'service_refused');
    expectEqual('requests that would change something', world.writes().length, 0);
  },
});
