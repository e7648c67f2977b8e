import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'rollback/takes-added-tags-away',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'tags', is: ['own-call'] },
    { capability: 'rotation', is: ['in-place'] },
  ],
  title:
    'Tags that a deploy had added are taken away with it, where no import strips them; those of an operator stay.',
  why: 'A tag of a deploy that never was leads those astray who search by it; one of the operator’s that is gone with it takes the bill and the alarm along.',
  source: 'the contract: TagChange.remove',
  remedy: 'Remove the tags that are named, whatever their values, and no others.',
  async run(world) {
    const target = (more: Readonly<Record<string, string>>) =>
      world.target('web', { tags: { team: 'payments', ...more } });
    const first = await world.deployed({ target: target({}) });
    const { tags = {} } = await world.held(first.reference);
    const before = { ...tags, 'cost-center': '4711' };
    await world.need('retag')(first.reference, before);
    // The same certificate: nothing is imported on either way, so the tags are all that is put back.
    world.after('tag', async () => {
      world.arm({ move: 'readTags', shape: 'invalid' });
    });
    const outcome = await world.deploy(first, { target: target({ team: 'checkout', wave: 'two' }) });
    world.struck();
    expectStatus(outcome, 'restored');
    const held = await expectHeld(world, first, first.reference);
    expectEqual('the tags that are held', held.tags, before);
    expectEqual('requests that import', world.requests('import').length, 0);
  },
});
