import semver from 'semver';
import { CannotProve } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';
import { installedBelow } from '../../package/installed-beside.js';

export default defineCase({
  slug: 'packaging/brings-only-what-runs',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'Every package that is installed with it runs on the oldest Node that it names.',
  why: 'Overrides of the author’s workspace do not reach a stranger: a range deep below takes a newer release, which no longer runs there.',
  source: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json#engines',
  remedy:
    'Name the last version that runs as a dependency of your own, which npm and pnpm then prefer; or raise `engines`.',
  async run(world) {
    const { manifest, room } = world.package();
    const range = semver.validRange(manifest.engines?.node);
    if (range === null) throw new CannotProve('the package names no Node: packaging/says-its-node');
    const oldest = expectThere(
      'the oldest Node of engines.node',
      semver.minVersion(range) ?? undefined,
    ).version;
    const tooNew = installedBelow(room)
      .filter(({ engines }) => engines?.node !== undefined && !semver.satisfies(oldest, engines.node))
      .map(({ name, version, engines }) => `${name}@${version} needs ${engines?.node}`);
    expectEqual(`packages that do not run on Node ${oldest}`, tooNew, []);
  },
});
