import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { consumerOf } from '../../world/consumer-of.js';

export default defineCase({
  slug: 'bind/handshakes-undeclared-is-absent',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'handshakes', is: [false] }],
  title: 'A binding that declares no handshake tells of none, whatever its configuration names.',
  why: 'Who reads the manifest takes the settings for the only proof, and opens no way to the endpoint.',
  source: 'the contract: capabilities.handshakes',
  remedy: 'Declare it, or tell neither what is served nor that it could not be asked.',
  async run(world) {
    // Before it has an endpoint, a consumer has to be there.
    await consumerOf(world);
    const { binding, consumer } = await consumerOf(world, await world.consumers.endpoint?.named('web'));
    const found = await binding.inspect(consumer, world.rawCall());
    expectEqual('the consumer', found.state, 'present');
    const told = found.state === 'present' ? (found.serves ?? found.unreachable) : undefined;
    expectEqual('what it tells of a handshake', told, undefined);
  },
});
