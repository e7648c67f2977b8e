import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

/** What npm runs when a package is installed from a registry. */
const AT_INSTALL = ['preinstall', 'install', 'postinstall'];

export default defineCase({
  slug: 'packaging/runs-no-scripts',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'Nothing of the package runs when it is installed.',
  why: 'It is installed on the machine that holds the keys; whoever is careful installs with --ignore-scripts, and has half a plugin then.',
  source: 'https://docs.npmjs.com/cli/v11/using-npm/scripts#life-cycle-scripts',
  remedy: 'Build before it is packed (`prepack`), not where it is installed.',
  async run(world) {
    const { manifest, files } = world.package();
    expectEqual(
      'scripts that npm runs at installation',
      Object.keys(manifest.scripts ?? {}).filter((name) => AT_INSTALL.includes(name)),
      [],
    );
    // npm builds it without being told to.
    expectEqual('a build of native code', files.includes('binding.gyp'), false);
  },
});
