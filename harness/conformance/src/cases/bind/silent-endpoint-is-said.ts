import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { endpointOf } from '../../world/endpoint-of.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'bind/silent-endpoint-is-said',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'handshakes', is: [true] }],
  title:
    'An endpoint that nobody answers at stops no deploy: its settings prove it, and the outcome says that no handshake did.',
  why: 'Where certctl runs is not always where clients are, and a handshake that was not made must not count as one.',
  source: 'the contract: Bound.unreachable',
  remedy: 'Tell in unreachable why the endpoint could not be asked; let the rest of inspect() be as it is.',
  async run(world) {
    const endpoint = await endpointOf(world);
    const target = await world.bound('one', endpoint.silent('web'));
    const { consumers, findings } = expectStatus(
      await world.deploy(await world.issue(), { target }),
      'deployed',
    );
    expectEqual(
      'what proved it',
      consumers?.map(({ proof }) => proof),
      ['reference'],
    );
    const codes = findings.map(({ code }) => code);
    expectThat('the findings', codes.includes('endpoint_unreachable'), 'endpoint_unreachable', codes);
  },
});
