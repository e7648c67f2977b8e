import { RULES as ADMISSION_RULES } from '@certctl/certificate';
import { RULES as ENGINE_RULES } from '@certctl/engine';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'contract/findings-are-declared',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'Everything that review() reports is declared among the rules of the plugin, with a remedy and a source.',
  why: 'Documents and filters are made from the rules.',
  source: 'the contract: StoreMoves.review',
  remedy: 'Declare the rule, or do not report it.',
  async run(world) {
    const declared = world.plugin.rules.map(({ code }) => code);
    const engines = ENGINE_RULES.map(({ code }) => code);
    const admitted = ADMISSION_RULES.map(({ code }) => code);
    const leaves = [
      await world.issue(),
      await world.issue({ extendedKeyUsage: [], keyUsage: [] }),
      await world.issue({ names: ['192.0.2.1'] }),
      await world.issue({ keyAlgorithm: 'EC-P-521' }),
      await world.issue({
        by: 'second',
        names: Array.from({ length: 120 }, (_, at) => `host-${at}.example.com`),
      }),
    ];
    for (const leaf of leaves) {
      for (const { code, remedy, source } of (await world.plan(leaf)).findings) {
        expectThat(
          'the code of a finding',
          [...declared, ...engines, ...admitted].includes(code),
          'a declared one',
          code,
        );
        expectThat(`remedy and source of ${code}`, remedy.trim() !== '' && source.trim() !== '', 'texts', {
          remedy,
          source,
        });
      }
    }
  },
});
