import { provenanceTags } from '@certctl/plugin-api';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/none-wanted-are-none-added',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'tags', is: ['with-import', 'own-call'] }],
  title: 'A target without tags gets those that say whose it is, and no other.',
  why: 'Tags count against a limit, and show up on bills.',
  source: 'the contract: capabilities.tags',
  remedy: 'Send the tags that were asked for, and none of your own.',
  async run(world) {
    const leaf = await world.issue();
    expectStatus(await world.deploy(leaf), 'deployed');
    const { tags } = await expectHeld(world, leaf);
    expectEqual(
      'the tags that are held',
      tags,
      provenanceTags({ certificateId: 'web', targetId: 'web', instance: world.instance }),
    );
  },
});
