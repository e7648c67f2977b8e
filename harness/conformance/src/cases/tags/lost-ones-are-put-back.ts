import { provenanceTags } from '@certctl/plugin-api';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/lost-ones-are-put-back',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'tags', is: ['with-import', 'own-call'] }],
  title: 'Tags that somebody took away are put back by the next deploy, though the certificate is the same.',
  why: 'Without them the certificate is not found again, and its owner is not known.',
  source: 'the contract: capabilities.tags',
  remedy: 'Show the tags as the service has them now.',
  async run(world) {
    const target = world.target('web', { tags: { team: 'payments' } });
    const leaf = await world.deployed({ target });
    const retag = world.need('retag');
    await retag(
      leaf.reference,
      provenanceTags({ certificateId: 'web', targetId: 'web', instance: world.instance }),
    );
    expectStatus(await world.deploy(leaf, { target }), 'deployed');
    const { tags } = await expectHeld(world, leaf, leaf.reference);
    expectEqual('the tag that was taken away', tags?.team, 'payments');
  },
});
