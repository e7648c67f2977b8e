import { provenanceTags } from '@certctl/plugin-api';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat, expectThere } from '../../kernel/expect.js';
import { expectStatus } from '../../world/expect-status.js';

export default defineCase({
  slug: 'tags/limits-are-the-services-own',
  level: 'capability',
  kind: 'store',
  requires: [{ declares: 'tag-limits' }],
  title:
    'Tags up to the declared limits are taken by the service; beyond them the plan refuses, and nothing is sent.',
  why: 'A limit that is declared too high fails after the import; one too low keeps people from what they may have.',
  source: 'the contract: StoreLimits',
  remedy: 'Declare the limits as the vendor documents them.',
  async run(world) {
    const limits = expectThere('the limits of tags', world.store.limits.tags);
    const own = Object.keys(
      provenanceTags({ certificateId: 'web', targetId: 'web', instance: world.instance }),
    ).length;
    const name = 'n'.repeat(limits.nameLength);
    const value = 'v'.repeat(limits.valueLength);
    const filled = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`tag-${at}`, 'x']));
    const most = { ...filled(limits.most - own - 1), [name]: value };
    const leaf = await world.deployed({ target: world.target('web', { tags: most }) });
    expectEqual(
      'tags that are held',
      Object.keys((await world.held(leaf.reference)).tags ?? {}).length,
      limits.most,
    );
    const beyond = [filled(limits.most - own + 1), { [`${name}n`]: 'x' }, { short: `${value}v` }];
    for (const prefix of limits.reservedPrefixes) beyond.push({ [`${prefix}mine`]: 'x' });
    for (const tags of beyond) {
      world.startWithoutRecords();
      const outcome = expectStatus(
        await world.deploy(await world.issue(), { target: world.target('shop', { tags }) }),
        'refused',
      );
      expectThat(
        'the findings',
        outcome.findings.some(({ code }) => code === 'tags_beyond_limit'),
        'tags_beyond_limit among them',
        outcome.findings.map(({ code }) => code),
      );
    }
    expectEqual('requests that would change something', world.writes().length, 0);
  },
});
