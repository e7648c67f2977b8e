import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'proof/another-leaf-is-taken-back',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place', 'versioned'] }],
  title:
    'When the service holds another certificate than was sent, the one of before comes back with its own key.',
  why: 'A certificate with a key that nobody has takes the site down at the next handshake.',
  source: 'the flow: prove',
  remedy: 'Show the leaf that the service holds, byte for byte, and never the one that was sent.',
  async run(world) {
    const first = await world.deployed();
    const impostor = await world.issue();
    await world.misstoreNext(impostor);
    const outcome = expectStatus(await world.deploy(await world.issue()), 'restored');
    expectEqual('why it was taken back', outcome.error.code, 'not_proven');
    await expectHeld(world, first, first.reference);
    expectEqual('open entries of the journal', await world.records.journal.countOpen(), 0);
  },
});
