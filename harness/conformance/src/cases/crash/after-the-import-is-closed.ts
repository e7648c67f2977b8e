import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'crash/after-the-import-is-closed',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'A process that dies after its import leaves an entry that the next deploy closes, by what the service holds.',
  why: 'Machines are restarted in the middle of everything.',
  source: 'the flow: recovery',
  remedy: 'Keep nothing in the process that the next one would need.',
  async run(world) {
    await world.deployed();
    world.start({ timing: { requestMs: 400 } });
    let imported = () => {};
    const reached = new Promise<void>((resolve) => {
      imported = resolve;
    });
    world.after('import', () => {
      imported();
      return new Promise(() => {});
    });
    void world.deploy(await world.issue());
    await reached;
    expectEqual('open entries of the journal', await world.records.journal.countOpen(), 1);
    world.start({ timing: { requestMs: 400 } });
    const newest = await world.issue();
    const { reference } = expectStatus(await world.deploy(newest), 'deployed');
    await expectHeld(world, newest, reference);
    expectEqual('open entries of the journal afterwards', await world.records.journal.countOpen(), 0);
  },
});
