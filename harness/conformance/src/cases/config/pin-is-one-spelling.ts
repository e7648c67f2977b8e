import { CaseFailure } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat, expectThere } from '../../kernel/expect.js';

export default defineCase({
  slug: 'config/pin-is-one-spelling',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'What a configuration pins is told offline, by the field that names it, and in one spelling.',
  why: 'Two targets that mean one certificate must be seen to, before they overwrite each other.',
  source: 'the contract: Pin',
  remedy: 'Give the pinned address in the spelling of the place; nothing when nothing is pinned.',
  async run(world) {
    const checked = async (config: object) => {
      const result = await world.plugin.config['~standard'].validate(config);
      if (result.issues)
        throw new CaseFailure('the configuration', 'a valid one', JSON.stringify(result.issues));
      return result.value;
    };
    const { reference } = await world.deployed();
    const web = world.store.pin(await checked(world.pinned(reference).config));
    const again = world.store.pin(await checked(world.pinned(reference).config));
    const pin = expectThere('what a pinned configuration pins', web);
    expectEqual('the same once more', again, pin);
    expectThat(
      'the field that it names',
      pin.field in world.pinned(reference).config,
      'one of the configuration',
      pin.field,
    );
    const shop = await world.deployed({ target: world.target('shop') }, await world.issue());
    const other = world.store.pin(await checked(world.pinned(shop.reference, 'shop').config));
    expectThat('what another one pins', other?.address !== pin.address, 'another address', other?.address);
    expectEqual('requests at the service', world.requests().length, 0);
  },
});
