import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';
import { placeOf } from '../../world/place-of.js';

export default defineCase({
  slug: 'proof/what-is-not-shown-is-said',
  level: 'provisional',
  kind: 'store',
  requires: [
    { capability: 'proof', is: ['fingerprint', 'serial'] },
    { capability: 'rotation', is: ['in-place', 'versioned'] },
    { capability: 'readsKeyBack', is: [false] },
  ],
  title:
    'Of a service that shows no certificate none is made up: the outcome says that the chain is not proven, and the plan what cannot be compared.',
  why: 'A leaf that the plugin remembers looks like proof, and is none: it is what was sent, and not what is held.',
  source: 'the contract: capabilities.proof',
  remedy: 'Give no leaf and no chain that the service did not show just now.',
  async run(world) {
    const leaf = await world.issue();
    const place = await placeOf(world, leaf);
    const sent = world.outcomes.at(-1)?.findings.map(({ code }) => code) ?? [];
    expectThat('the findings', sent.includes('chain_not_proven'), 'chain_not_proven among them', sent);
    const opened = await world.openStore();
    const shown = await opened.read(place, 'latest', world.rawCall());
    const { leaf: shownLeaf, chain } = shown === 'absent' ? {} : shown;
    expectEqual('what is shown of the certificate', [shownLeaf, chain], [undefined, undefined]);
    const overwrite = world.need('overwrite');
    await overwrite(place.reference ?? place.address, await world.issue());
    const outcome = expectStatus(await world.deploy(await world.issue()), 'refused');
    const codes = outcome.findings.map(({ code }) => code);
    for (const code of ['not_ours', 'held_not_shown', 'rollback_impossible']) {
      expectThat('the findings about a stranger', codes.includes(code), `${code} among them`, codes);
    }
    expectThat('what the plan knows of it', outcome.plan?.shows !== undefined, 'what is shown', 'nothing');
    expectEqual('what was held before, as the outcome says', outcome.before, undefined);
  },
});
