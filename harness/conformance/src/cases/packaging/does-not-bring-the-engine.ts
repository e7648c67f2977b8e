import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';

const HOST = ['@certctl/engine', '@certctl/persistence', '@certctl/conformance', 'certctl'];

export default defineCase({
  slug: 'packaging/does-not-bring-the-engine',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'The package depends on the contract, and not on the engine.',
  why: 'Two engines in one process have two journals, and two sets of leases.',
  source: 'the rooms: dependencies point toward plugin-api',
  remedy:
    'Import from @certctl/plugin-api; take the engine as a development dependency only, and the suite as one, or as an optional peer.',
  async run(world) {
    const { manifest } = world.package();
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
    const all = { ...peerDependencies, ...optionalDependencies, ...dependencies };
    expectThat(
      'its dependencies',
      '@certctl/plugin-api' in all,
      '@certctl/plugin-api among them',
      Object.keys(all),
    );
    // An optional peer is not installed with it; an environment that the package exports needs the suite so.
    const brought = { ...all };
    if (peerDependenciesMeta?.['@certctl/conformance']?.optional === true)
      delete brought['@certctl/conformance'];
    expectEqual(
      'packages of the host among its dependencies',
      Object.keys(brought).filter((name) => HOST.includes(name)),
      [],
    );
    const ranges = Object.entries(all).filter(([, range]) => /^(?:workspace|catalog|file|link):/.test(range));
    expectEqual('ranges that nobody outside understands', ranges, []);
  },
});
