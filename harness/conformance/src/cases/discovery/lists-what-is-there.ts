import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { fingerprintOf } from '../../world/world.js';

export default defineCase({
  slug: 'discovery/lists-what-is-there',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'discovers', is: [true] }],
  title:
    'A discovery lists every certificate of the scope, ours and those of others, each with a target that would renew it, and writes nothing.',
  why: 'The first day begins with what is there.',
  source: 'the contract: StoreDiscovers',
  remedy: 'List all pages, of all key types; give a configuration that pins the address.',
  async run(world) {
    const scope = world.need('discovery')();
    const web = await world.deployed({ target: world.target('web') });
    const theirs = await world.issue({ keyAlgorithm: 'EC-P-384', names: ['theirs.example.com'] });
    const seeded = await world.stage.seed({ target: 'theirs', ...theirs });
    const wanted = new Map([
      [web.facts.fingerprint, web.reference],
      [theirs.facts.fingerprint, seeded],
    ]);
    const listed = [];
    for await (const found of world.engine.discover(world.plugin.type, scope)) listed.push(found);
    expectEqual('certificates that are listed', listed.length, wanted.size);
    for (const { held, config, place } of listed) {
      const reference = held.leaf && wanted.get(fingerprintOf(held.leaf));
      expectEqual(
        'the reference of what is listed',
        place.reference,
        expectThere('the leaf of what is listed', reference),
      );
      const shown = await world.engine.show({ id: 'found', type: world.plugin.type, config });
      expectEqual(
        'the leaf at the target that is given',
        shown.held?.fingerprint,
        held.leaf && fingerprintOf(held.leaf),
      );
    }
    expectEqual('requests that would change something', world.writes().length, 0);
  },
});
