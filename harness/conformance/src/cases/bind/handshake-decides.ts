import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { endpointOf } from '../../world/endpoint-of.js';
import { expectStatus, expectStatusIn } from '../../world/expect-status.js';
import { fingerprintOf } from '../../world/world.js';

export default defineCase({
  slug: 'bind/handshake-decides',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'handshakes', is: [true] }],
  title:
    'A consumer that points at the new certificate and still serves the old one is not proven; it is once a handshake shows the new one.',
  why: 'Settings that are right at an endpoint that serves what expires look well until the day it does.',
  source: 'the contract: Wanted.leaf',
  remedy: 'Compare the leaf of the handshake in settled(), each time anew, and tell what was shown instead.',
  async run(world) {
    const endpoint = await endpointOf(world);
    const target = await world.bound('one', await endpoint.named('web'));
    const before = await world.consumers.observe('web', 'one');
    endpoint.stall('web');
    const outcome = await world.deploy(await world.issue(), { target });
    expectStatusIn(outcome, 'restored', 'withdrawn');
    expectEqual('the error', 'error' in outcome ? outcome.error.code : undefined, 'binding_not_proven');
    expectEqual('what the consumer uses', await world.consumers.observe('web', 'one'), before);
    world.after('settled', async () => endpoint.resume('web'));
    const leaf = await world.issue();
    const { consumers } = expectStatus(await world.deploy(leaf, { target }), 'deployed');
    expectEqual(
      'what proved it',
      consumers?.map(({ proof }) => proof),
      ['handshake'],
    );
    const { serves } = await world.consumers.observe('web', 'one');
    expectEqual('the leaf that it serves', serves && fingerprintOf(serves), leaf.facts.fingerprint);
  },
});
