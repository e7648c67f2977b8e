import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'audit/rows-tell-what-happened',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'Each deploy leaves its row in the audit: target, type, address, reference, and the serials before and after, as numbers are written in hexadecimal.',
  why: 'The audit is what is left when everybody has forgotten.',
  source: 'the contract: Held; the audit',
  remedy: 'Give serials and addresses in the one spelling of the contract.',
  async run(world) {
    const first = await world.deployed();
    const second = await world.deployed();
    const rows = world.records.audit.rows().filter(({ event }) => event === 'deploy');
    expectEqual('rows', rows.length, 2);
    const [one, two] = rows;
    expectEqual(
      'the first row',
      [one?.targetId, one?.outcome, one?.serialBefore, one?.serialAfter],
      ['web', 'deployed', undefined, first.facts.serial],
    );
    expectEqual(
      'the second row',
      [two?.targetId, two?.outcome, two?.serialAfter],
      ['web', 'deployed', second.facts.serial],
    );
    expectEqual('the serial before the second', two?.serialBefore, first.facts.serial);
    expectEqual('the references', [one?.reference, two?.reference], [first.reference, second.reference]);
    expectEqual('the type', two?.targetType, world.plugin.type);
    expectThat('the address', (two?.address ?? '') !== '', 'one', two?.address);
  },
});
