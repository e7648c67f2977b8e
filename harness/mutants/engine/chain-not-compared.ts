import { mutant } from '../mutant.js';

export default mutant({
  name: 'chain-not-compared',
  defect: 'The proof looks at the leaf only; a chain that was lost or exchanged goes unseen.',
  file: 'packages/engine/src/flow/held.ts',
  replace: [
    {
      from: "return held.chain === undefined || chainMatches(wanted.chain, held.chain) !== 'different';",
      to: 'return true;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/plan/planner.test.ts',
    test: 'the plan for a certificate of ours that has lost its chain > sends it again',
  },
  alsoKilledBy: { slug: 'proof/lost-chain-is-taken-back', on: 'memory' },
});
