import { CaseFailure } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';
import { fingerprintOf } from '../../world/world.js';

export default defineCase({
  slug: 'proof/late-revision-is-waited-for',
  level: 'capability',
  kind: 'store',
  requires: [
    { capability: 'rotation', is: ['versioned'] },
    { capability: 'proof', is: ['leaf'] },
  ],
  title: 'A version that can be read by its id before it is the latest is not taken for the latest.',
  why: 'Consumers take the latest. Until it is the new one, the deploy has not arrived.',
  source: 'the contract: At',
  remedy: 'Answer for the revision that is asked for, and for no other.',
  async run(world) {
    const first = await world.deployed();
    const opened = await world.openStore();
    const before = (await world.held()).revision;
    const renewed = await world.issue();
    const outcome = expectStatus(await world.deploy(renewed), 'deployed');
    const place = {
      address: expectThere('the address', outcome.address),
      reference: first.reference,
      scope: '',
    };
    const call = world.rawCall();
    const old = await opened.read(place, { revision: expectThere('the revision of before', before) }, call);
    const latest = await opened.read(place, 'latest', call);
    if (old === 'absent' || latest === 'absent')
      throw new CaseFailure('what is read', 'both versions', 'absent');
    expectEqual(
      'the leaf of the earlier revision',
      old.leaf && fingerprintOf(old.leaf),
      first.facts.fingerprint,
    );
    expectEqual(
      'the leaf of the latest',
      latest.leaf && fingerprintOf(latest.leaf),
      renewed.facts.fingerprint,
    );
    expectEqual('the revision of the latest', latest.revision, outcome.revision);
  },
});
