import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'proof/stale-read-is-waited-for',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place', 'versioned'] }],
  title: 'A service that shows the old certificate for a while is asked again until it shows the new one.',
  why: 'Reads lag behind writes. A proof that looks once takes good deploys back; one that never looks believes bad ones.',
  source: 'the flow: prove',
  remedy: 'Read the certificate anew at each call of read(), and give back what was read.',
  async run(world) {
    await world.deployed();
    let stale: { used(): number } | undefined;
    world.after('import', async () => {
      stale = world.arm({ move: 'read', shape: 'stale-read', times: 2 });
    });
    const renewed = await world.issue();
    expectStatus(await world.deploy(renewed), 'deployed');
    world.struck();
    expectEqual('late answers that were given', stale?.used(), 2);
    await expectHeld(world, renewed);
  },
});
