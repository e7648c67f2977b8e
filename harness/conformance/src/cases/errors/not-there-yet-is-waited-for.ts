import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';
import type { World } from '../../world/world.js';

export default defineCase({
  slug: 'errors/not-there-yet-is-waited-for',
  level: 'capability',
  kind: 'store',
  requires: [],
  title: 'A read that finds nothing right after an import is asked again: the import was taken, and is late.',
  why: 'Reads lag behind writes. Whoever concludes that nothing is there imports a second certificate, or gives up the first.',
  source: 'the flow: prove',
  remedy: 'Answer absent from read() when the service says so, and leave it to the engine to ask again.',
  async run(world) {
    const first = await importedLate(world);
    const { reference } = await importedLate(world);
    const replaces = world.store.capabilities.rotation === 'replaces';
    expectEqual('places at the service', (await world.stage.observe()).length, replaces ? 2 : 1);
    if (!replaces) expectEqual('the reference', reference, first.reference);
  },
});

/** A deploy whose import is not seen by the next two looks. */
async function importedLate(world: World): Promise<{ readonly reference: string | undefined }> {
  world.forget();
  let late: { used(): number } | undefined;
  world.after('import', async () => {
    late = world.arm({ move: 'read', shape: '404', times: 2 });
  });
  const leaf = await world.issue();
  const { reference } = expectStatus(await world.deploy(leaf), 'deployed');
  world.struck();
  expectEqual('reads that found nothing', late?.used(), 2);
  expectEqual('requests that import', world.requests('import').length, 1);
  await expectHeld(world, leaf, reference);
  return { reference };
}
