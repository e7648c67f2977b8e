import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatusIn } from '../../world/expect-status.js';

export default defineCase({
  slug: 'cancellation/in-the-middle-ends-known',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'rotation', is: ['in-place', 'versioned'] }],
  title:
    'A deploy that is cancelled while its import is under way is brought to an end that is known, and that the service agrees with.',
  why: 'A half-done deploy that nobody knows of is found by the users.',
  source: 'the contract: Call.signal',
  remedy: 'Let an aborted request end with its error; keep nothing between attempts.',
  async run(world) {
    const first = await world.deployed();
    const stop = new AbortController();
    world.after('import', async () => stop.abort(new Error('stopped')));
    const renewed = await world.issue();
    const outcome = await world.deploy(renewed, { signal: stop.signal });
    expectStatusIn(outcome, 'restored', 'failed', 'deployed');
    await expectHeld(
      world,
      outcome.status === 'deployed' ? renewed : first,
      outcome.status === 'deployed' ? outcome.reference : first.reference,
    );
    expectEqual('open entries of the journal', await world.records.journal.countOpen(), 0);
  },
});
