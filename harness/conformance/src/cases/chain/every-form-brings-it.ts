import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { chainOf, expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'chain/every-form-brings-it',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'Leaf, chain and key arrive in each form in which a target can have the material sent.',
  why: 'Each form is put together by code of its own, and a chain that only one of them drops is missed by the rest.',
  source: 'RFC 5246, 7.4.2; RFC 8446, 4.4.2; RFC 7292 for PKCS#12',
  remedy: 'Put the whole chain of the material into each form, after the leaf and in its order.',
  async run(world) {
    const forms = { 'the usual one': {}, ...world.stage.forms };
    for (const [at, fields] of Object.values(forms).entries()) {
      const id = `form-${at}`;
      const leaf = await world.issue({ by: 'second' });
      const outcome = await world.deploy(leaf, { target: world.target(id, fields) });
      const { reference } = expectStatus(outcome, 'deployed');
      const held = await expectHeld(world, leaf, reference);
      expectEqual('certificates in the chain', chainOf(held).length, 2);
    }
  },
});
