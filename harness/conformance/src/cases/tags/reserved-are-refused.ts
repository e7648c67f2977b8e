import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/reserved-are-refused',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'tags', is: ['with-import', 'own-call'] }],
  title: 'A target that names a tag of certctl’s own is refused, before anything is sent.',
  why: 'Whoever can write a target could otherwise make a certificate of somebody else’s theirs.',
  source: 'the target: tag_reserved',
  remedy: 'Name the operator’s tags `tags` in the configuration, and take no others.',
  async run(world) {
    const target = world.target('web', { tags: { 'certctl-target-id': 'shop' } });
    const outcome = await world.deploy(await world.issue(), { target });
    expectStatusIn(outcome, 'refused', 'failed');
    expectEqual('the error', 'error' in outcome ? outcome.error.code : undefined, 'tag_reserved');
    expectEqual('requests at the service', world.stage.wire().length, 0);
  },
});
