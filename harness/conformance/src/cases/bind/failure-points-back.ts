import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/failure-points-back',
  level: 'core',
  kind: 'binding',
  requires: [],
  title:
    'A consumer that cannot be pointed at the new certificate goes on with the old one, and the deploy is taken back.',
  why: 'A deploy that is half done serves one certificate here and another there.',
  source: 'the contract: BindingMoves.bind',
  remedy: 'Let the refusal through; change nothing else.',
  async run(world) {
    const target = await world.bound('one');
    const before = await world.consumers.observe('web', 'one');
    world.arm({ move: 'bind', shape: 'invalid' });
    const outcome = await world.deploy(await world.issue(), { target });
    world.struck();
    expectStatusIn(outcome, 'restored', 'withdrawn');
    expectEqual('what the consumer uses', await world.consumers.observe('web', 'one'), before);
  },
});
