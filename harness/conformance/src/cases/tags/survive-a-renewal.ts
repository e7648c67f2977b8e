import { provenanceTags } from '@certctl/plugin-api';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/survive-a-renewal',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'tags', is: ['with-import', 'own-call'] }],
  title: 'After a renewal all tags are there, whatever the service does to them on its own.',
  why: 'Services strip tags when a certificate is imported again, and say nothing.',
  source: 'the contract: capabilities.tags',
  remedy:
    'Set tags by their own call after an import that takes none; show what is there, so that the engine sees what is missing.',
  async run(world) {
    const target = world.target('web', { tags: { team: 'payments' } });
    await world.deployed({ target });
    const renewed = await world.issue();
    const { reference } = expectStatus(await world.deploy(renewed, { target }), 'deployed');
    const { tags } = await expectHeld(world, renewed, reference);
    expectEqual('the tags that are held', tags, {
      team: 'payments',
      ...provenanceTags({ certificateId: 'web', targetId: 'web', instance: world.instance }),
    });
  },
});
