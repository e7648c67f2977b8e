import { defineCase } from '../../kernel/conformance-case.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';
import { authorities } from '../../world/material.js';

export default defineCase({
  slug: 'chain/root-is-left-out',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A root that is given with the chain is not sent.',
  why: 'Clients have the root; sending it costs every handshake a kilobyte, and some services refuse it.',
  source: 'RFC 8446, 4.4.2',
  remedy: 'Send the chain of the material as it is: the root is left out already.',
  async run(world) {
    const leaf = await world.issue();
    const { root } = await authorities();
    expectStatus(await world.deploy({ ...leaf, chainPem: leaf.chainPem + root.certificatePem }), 'deployed');
    await expectHeld(world, leaf);
  },
});
