import { mutant } from '../mutant.js';

export default mutant({
  name: 'audit-serial-in-decimal',
  defect: 'The audit writes serials as decimal numbers, which nobody finds again.',
  file: 'packages/engine/src/flow/carry-out.ts',
  replace: [
    {
      from: '{ serialAfter: material.leaf.serial } : {}),',
      to: "{ serialAfter: BigInt('0x'.concat(material.leaf.serial)).toString() } : {}),",
    },
  ],
  killedBy: { slug: 'audit/rows-tell-what-happened', on: 'memory' },
});
