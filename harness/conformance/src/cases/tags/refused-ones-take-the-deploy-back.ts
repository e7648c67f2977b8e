import { defineCase } from '../../kernel/conformance-case.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/refused-ones-take-the-deploy-back',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'tags', is: ['own-call'] },
    { capability: 'rotation', is: ['in-place'] },
  ],
  title:
    'When the tags cannot be set after an import, the deploy is taken back: a certificate that nobody can find is not deployed.',
  why: 'A tag failure that is only warned about is found when the search finds nothing.',
  source: 'the flow: tag',
  remedy: 'Let the failure of tag() through.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'tag', shape: 'invalid' });
    const target = world.target('web', { tags: { team: 'payments' } });
    const outcome = await world.deploy(await world.issue(), { target });
    expectStatusIn(outcome, 'restored', 'withdrawn');
    world.struck();
    await expectHeld(world, first, first.reference);
  },
});
