import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'crash/before-the-import-is-closed',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'A process that dies before its import leaves an entry that the next deploy closes as one that changed nothing.',
  why: 'Machines are restarted in the middle of everything.',
  source: 'the flow: recovery',
  remedy: 'Show what the service holds, and nothing that was only meant to be sent.',
  async run(world) {
    const first = await world.deployed();
    world.start({ timing: { requestMs: 400 } });
    world.arm({ move: 'import', shape: 'timeout-before-effect' });
    const dying = new AbortController();
    void world.deploy(await world.issue(), { signal: dying.signal });
    const until = Date.now() + 5_000;
    while (world.requests('import').length === 0 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expectEqual('open entries of the journal', await world.records.journal.countOpen(), 1);
    await expectHeld(world, first, first.reference);
    world.start({ timing: { requestMs: 400 } });
    const newest = await world.issue();
    const { reference } = expectStatus(await world.deploy(newest), 'deployed');
    await expectHeld(world, newest, reference);
    expectEqual('open entries of the journal afterwards', await world.records.journal.countOpen(), 0);
  },
});
