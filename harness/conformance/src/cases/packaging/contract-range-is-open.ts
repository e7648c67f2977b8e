import semver from 'semver';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat, expectThere } from '../../kernel/expect.js';
import { hostContract } from '../../package/host-contract.js';

const CONTRACT = '@certctl/plugin-api';

export default defineCase({
  slug: 'packaging/contract-range-is-open',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'The package takes the version of the contract that the host has; as a peer, its fixes too.',
  why: 'A peer range that is one version makes the installation of the next fix fail, and two plugins that name different ones cannot be installed together.',
  source: 'https://nodejs.org/en/blog/npm/peer-dependencies#using-peer-dependencies',
  remedy: 'Write a caret range for @certctl/plugin-api, from the oldest version that the plugin needs.',
  async run(world) {
    const { dependencies, peerDependencies } = world.package().manifest;
    const range = expectThere(
      `a range for ${CONTRACT}`,
      peerDependencies?.[CONTRACT] ?? dependencies?.[CONTRACT],
      'one among dependencies or peerDependencies',
    );
    const host = hostContract();
    expectThat(`the range for ${CONTRACT}`, semver.satisfies(host, range), `one that takes ${host}`, range);
    const fix = semver.inc(host, 'patch') ?? host;
    const isPeer = peerDependencies?.[CONTRACT] !== undefined;
    expectThat(
      `the peer range for ${CONTRACT}`,
      !isPeer || semver.satisfies(fix, range),
      `one that takes ${fix}`,
      range,
    );
  },
});
