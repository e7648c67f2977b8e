import { provenanceTags } from '@certctl/plugin-api';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/changed-value-is-applied',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'tags', is: ['with-import', 'own-call'] }],
  title: 'A tag whose value the target changes has the new value after the next deploy.',
  why: 'A tag that is only ever added says what was true once.',
  source: 'the contract: capabilities.tags',
  remedy: 'Set a tag that has another value, as one that is missing.',
  async run(world) {
    const leaf = await world.deployed({ target: world.target('web', { tags: { team: 'payments' } }) });
    expectStatus(
      await world.deploy(leaf, { target: world.target('web', { tags: { team: 'checkout' } }) }),
      'deployed',
    );
    const { tags } = await expectHeld(world, leaf, leaf.reference);
    const own = provenanceTags({ certificateId: 'web', targetId: 'web', instance: world.instance });
    expectEqual('the tags that are held', tags, { team: 'checkout', ...own });
  },
});
