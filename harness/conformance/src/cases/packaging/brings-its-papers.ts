import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'packaging/brings-its-papers',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'The archive has a README and the text of the license that the package names.',
  why: 'What an operator needs at night is in the README; what their company may use, in the license.',
  source: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json#license',
  remedy: 'Put README.md and LICENSE beside package.json: npm packs both unasked.',
  async run(world) {
    const { manifest, files } = world.package();
    const has = (name: RegExp) => files.some((path) => name.test(path));
    expectThat('the README', has(/^readme(?:\.[a-z]+)?$/i), 'in the archive', 'not there');
    expectThat('license', (manifest.license ?? '') !== '', 'an SPDX expression', manifest.license);
    expectThat(
      'the text of the license',
      manifest.license === 'UNLICENSED' || has(/^(?:licen[cs]e|copying)(?:[.-].+)?$/i),
      'in the archive',
      'not there',
    );
  },
});
