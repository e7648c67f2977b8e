import semver from 'semver';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'packaging/says-its-node',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'The package says which versions of Node it runs on, and ships no tests.',
  why: 'npm warns of a Node that is too old only when the package says so.',
  source: 'https://nodejs.org/api/packages.html',
  remedy: 'Fill in `engines`; leave tests out of `files`.',
  async run(world) {
    const { manifest, files } = world.package();
    const range = manifest.engines?.node ?? '';
    expectThat(
      'engines.node',
      range !== '' && semver.validRange(range) !== null,
      'a range',
      manifest.engines,
    );
    expectThat(
      'engines.node',
      semver.satisfies(process.version, range),
      `one that takes ${process.version}`,
      range,
    );
    expectEqual(
      'tests in the archive',
      files.filter((path) => /\.test\.[cm]?[jt]s$/.test(path)),
      [],
    );
    expectThat(
      'the version',
      semver.valid(manifest.version) !== null,
      'a semantic version',
      manifest.version,
    );
  },
});
