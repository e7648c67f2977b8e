import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'contract/manifest-says-what-it-is',
  level: 'core',
  kind: 'any',
  requires: [],
  title: 'Type, alias, title and version are there; rules have a code, a summary and a source.',
  why: 'Errors and findings are traced by them.',
  source: 'the contract: Plugin',
  remedy: 'Fill in the manifest.',
  async run(world) {
    const { type, alias, title, version, rules } = world.plugin;
    expectThat('the type', /^[A-Za-z][A-Za-z0-9]*$/.test(type), 'a word', type);
    expectThat('the alias', /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(alias), 'kebab-case', alias);
    expectThat('the title', title.trim() !== '', 'a text', title);
    expectThat('the version', /^\d+\.\d+\.\d+/.test(version), 'a semantic version', version);
    for (const { code, summary, source } of rules) {
      expectThat('the code of a rule', /^[a-z][a-z0-9_]*$/.test(code), 'snake_case', code);
      expectThat(`summary and source of ${code}`, summary.trim() !== '' && source.trim() !== '', 'texts', {
        summary,
        source,
      });
    }
    const codes = rules.map(({ code }) => code);
    expectEqual('codes', codes, [...new Set(codes)]);
  },
});
