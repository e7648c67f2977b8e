import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { fingerprintOf } from '../../world/world.js';

export default defineCase({
  slug: 'deploy/show-tells-what-is-held',
  level: 'core',
  kind: 'store',
  requires: [{ capability: 'proof', is: ['leaf', 'handshake'] }],
  title: 'What the plugin shows of a place is what the service holds there.',
  why: 'Operators, and the check for drift, act on what is shown.',
  source: 'the contract: StoreMoves.inspect',
  remedy: 'Read leaf, chain and tags from the service at each call; keep nothing of an earlier one.',
  async run(world) {
    const empty = await world.engine.show(world.target());
    expectEqual('the state before the first deploy', empty.state, 'absent');
    const leaf = await world.deployed();
    const shown = await world.engine.show(world.target());
    expectEqual('the state', shown.state, 'present');
    expectEqual('the leaf that is shown', shown.held?.fingerprint, fingerprintOf((await world.held()).leaf));
    expectEqual('the serial that is shown', shown.held?.serial, leaf.facts.serial);
    expectEqual(
      'whether verify sees it in sync',
      (await world.engine.verify(world.target())).result,
      'in_sync',
    );
    const overwrite = world.need('overwrite');
    await overwrite(leaf.reference, await world.issue());
    expectEqual(
      'whether verify sees the drift',
      (await world.engine.verify(world.target())).result,
      'drifted',
    );
  },
});
