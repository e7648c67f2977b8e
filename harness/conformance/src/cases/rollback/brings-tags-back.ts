import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/brings-tags-back',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'tags', is: ['with-import', 'own-call'] },
    { capability: 'rotation', is: ['in-place', 'versioned'] },
  ],
  title: 'A rollback puts the tags of before back: changed ones have their old value, added ones are gone.',
  why: 'Tags of a certificate that is not held lead those astray who search by them.',
  source: 'the flow: roll back',
  remedy: 'Let tags be set and removed one by one; a version carries the tags that it was imported with.',
  async run(world) {
    const target = (team: string, more = {}) => world.target('web', { tags: { team, ...more } });
    const first = await world.deployed({ target: target('payments') });
    const { tags: before } = await world.held();
    await world.misstoreNext(await world.issue());
    expectStatus(
      await world.deploy(await world.issue(), { target: target('checkout', { wave: 'two' }) }),
      'restored',
    );
    const held = await expectHeld(world, first, first.reference);
    expectEqual('the tags that are held', held.tags, before);
  },
});
