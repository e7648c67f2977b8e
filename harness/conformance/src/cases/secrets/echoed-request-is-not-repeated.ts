import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { saysKey } from '../../world/canaries.js';
import { everythingSaid, hearConsole } from '../../world/everything-said.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'secrets/echoed-request-is-not-repeated',
  level: 'capability',
  kind: 'store',
  requires: [],
  title:
    'A service that quotes the request in its refusal does not get the key into a log, an error or the audit.',
  why: 'Some services quote what they cannot read.',
  source: 'the contract: PrivateKey',
  remedy: 'Give the service’s message as it is, and nothing of the request beside it.',
  async run(world) {
    const heard = hearConsole();
    try {
      await world.deployed();
      world.arm({ move: 'import', shape: 'echo' });
      expectStatus(await world.deploy(await world.issue()), 'failed');
      world.struck();
    } finally {
      heard.stop();
    }
    for (const [where, said] of await everythingSaid(world, heard.lines)) {
      expectEqual(`whether ${where} says a piece of a private key`, saysKey(said, world.issuer.keys), false);
    }
  },
});
