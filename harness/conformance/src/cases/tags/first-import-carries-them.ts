import { provenanceTags } from '@certctl/plugin-api';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/first-import-carries-them',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'tags', is: ['with-import', 'own-call'] }],
  title: 'A first import carries the tags of the target, and those that say whose it is.',
  why: 'A certificate without its tags is nobody’s: the next deploy refuses it, or makes another.',
  source: 'the contract: capabilities.tags',
  remedy: 'Send all tags with a first import; where the service takes none with it, set them right after.',
  async run(world) {
    const leaf = await world.issue();
    expectStatus(
      await world.deploy(leaf, { target: world.target('web', { tags: { team: 'payments' } }) }),
      'deployed',
    );
    const { tags } = await expectHeld(world, leaf);
    expectEqual('the tags that are held', tags, {
      team: 'payments',
      ...provenanceTags({ certificateId: 'web', targetId: 'web', instance: world.instance }),
    });
  },
});
