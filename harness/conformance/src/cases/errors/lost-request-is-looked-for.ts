import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'errors/lost-request-is-looked-for',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'An import whose connection broke before it had an effect is not sent again blindly: it is looked for, and nothing has changed.',
  why: 'Sending again what may have arrived makes two.',
  source: 'the contract: uncertain',
  remedy: 'Class a broken connection as broken: on a write the engine takes it for uncertain.',
  async run(world) {
    const first = await world.deployed();
    world.arm({ move: 'import', shape: 'lost-request' });
    const outcome = expectStatus(await world.deploy(await world.issue()), 'failed');
    world.struck();
    expectEqual('the class of the failure', outcome.error.failure?.class, 'uncertain');
    expectEqual('requests that import', world.requests('import').length, 1);
    await expectHeld(world, first, first.reference);
  },
});
