import { mutant } from '../mutant.js';

export default mutant({
  name: 'unshown-chain-not-said',
  defect: 'Of a store that shows no more than a fingerprint it is not said that the chain was never seen.',
  file: 'packages/engine/src/flow/prove-chain.ts',
  replace: [
    {
      from: '  if (held.chain !== undefined || wanted.chain.length === 0) return [];\n',
      to: '  if (!held.leaf || held.chain !== undefined || wanted.chain.length === 0) return [];\n',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/what-is-shown.test.ts',
    test: 'a store that shows no more than a fingerprint > is deployed to and proven, and the outcome says that the chain is not',
  },
});
