import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'packaging/exports-a-plugin',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'The package, packed and installed by npm into an empty folder, exports the plugin by default.',
  why: 'What works in the author’s tree may be missing from the archive.',
  source: 'the contract: the default export',
  remedy: 'List what is built in `files`; point `exports` at it.',
  async run(world) {
    const { exports } = world.package();
    const plugin = exports.default;
    expectThat(
      'the default export',
      typeof plugin === 'object' && plugin !== null,
      'the plugin',
      typeof plugin,
    );
    expectEqual('its type', Reflect.get(Object(plugin), 'type'), world.plugin.type);
  },
});
