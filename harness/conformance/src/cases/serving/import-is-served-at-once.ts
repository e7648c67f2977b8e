import type { IssuedLeaf } from '@certctl/certificate/issue';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';
import { fingerprintOf, type World } from '../../world/world.js';

/** Sees, past the plugin, that consumers of a place are shown this leaf. */
async function expectServed(world: World, what: string, leaf: IssuedLeaf, reference: string): Promise<void> {
  const served = await world.need('serves')(reference);
  expectEqual(what, served && fingerprintOf(served), leaf.facts.fingerprint);
}

export default defineCase({
  slug: 'serving/import-is-served-at-once',
  level: 'provisional',
  kind: 'store',
  requires: [{ capability: 'bindsItself', is: [true] }],
  title:
    'What a deploy has brought in is served when it ends, with nothing pointed at it, and says so; a deploy that fails leaves the old one served.',
  why: 'An import that waits for somebody to press a button leaves the old certificate served until it expires.',
  source: 'the contract: capabilities.bindsItself',
  remedy:
    'Import with the request that puts the certificate to use; or declare bindsItself: false, and write a binding.',
  async run(world) {
    const first = await world.deployed();
    await expectServed(world, 'the leaf that is served', first, first.reference);
    const renewed = await world.issue();
    const outcome = expectStatus(await world.deploy(renewed), 'deployed');
    await expectServed(world, 'the leaf that is served after the renewal', renewed, first.reference);
    const codes = outcome.findings.map(({ code }) => code);
    expectEqual('whether it is said that it is served at once', codes.includes('served_at_once'), true);
    world.arm({ move: 'import', shape: 'invalid' });
    expectStatus(await world.deploy(await world.issue()), 'failed');
    world.struck();
    await expectServed(world, 'the leaf that is served after a refusal', renewed, first.reference);
  },
});
