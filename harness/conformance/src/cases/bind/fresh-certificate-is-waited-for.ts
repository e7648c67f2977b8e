import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/fresh-certificate-is-waited-for',
  level: 'capability',
  kind: 'binding',
  requires: [],
  title:
    'A certificate that the consumer does not know yet, because it was stored just now, is asked for again until it does.',
  why: 'Two services of one vendor learn of it at different times, and a deploy that gives up at once fails every first time.',
  source: 'the contract: FailureClass, absent',
  remedy: 'Class the answer that the certificate is not known as absent, not as a refusal.',
  async run(world) {
    const target = await world.bound('one');
    world.arm({ move: 'bind', shape: '404', times: 2 });
    const { reference } = expectStatus(await world.deploy(await world.issue(), { target }), 'deployed');
    world.struck();
    expectEqual('what the consumer uses', (await world.consumers.observe('web', 'one')).references, [
      expectThere('the reference', reference),
    ]);
  },
});
