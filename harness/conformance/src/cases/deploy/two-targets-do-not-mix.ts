import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';
import { expectHeld } from '../../world/expect-held.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'deploy/two-targets-do-not-mix',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'Two targets have two places: what is deployed to one leaves the other as it is.',
  why: 'An address that two targets share by mistake serves the certificate of the wrong site.',
  source: 'the contract: StoreMoves.resolve',
  remedy: 'Make the address of all that tells two targets apart.',
  async run(world) {
    const web = await world.deployed({ target: world.target('web') });
    const shop = await world.deployed(
      { target: world.target('shop') },
      await world.issue({ names: ['shop.example.com'] }),
    );
    expectThat('the references of two targets', web.reference !== shop.reference, 'two', web.reference);
    const renewed = await world.issue({ names: ['shop.example.com'] });
    const outcome = expectStatus(await world.deploy(renewed, { target: world.target('shop') }), 'deployed');
    await expectHeld(world, renewed, outcome.reference);
    await expectHeld(world, web, web.reference);
    expectStatus(await world.deploy(web, { target: world.target('web') }), 'unchanged');
  },
});
