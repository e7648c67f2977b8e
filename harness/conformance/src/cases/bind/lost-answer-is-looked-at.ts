import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/lost-answer-is-looked-at',
  level: 'core',
  kind: 'binding',
  requires: [],
  title: 'A consumer that was pointed, and whose answer was lost, is seen to be pointed.',
  why: 'Taking it back for want of an answer moves it twice.',
  source: 'the contract: uncertain',
  remedy: 'Tell in settled() what the consumer uses, whoever pointed it.',
  async run(world) {
    const target = await world.bound('one');
    world.arm({ move: 'bind', shape: 'lost-answer' });
    const { reference } = expectStatus(await world.deploy(await world.issue(), { target }), 'deployed');
    world.struck();
    expectEqual('what the consumer uses', (await world.consumers.observe('web', 'one')).references, [
      expectThere('the reference', reference),
    ]);
  },
});
