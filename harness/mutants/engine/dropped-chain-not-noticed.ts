import { mutant } from '../mutant.js';

export default mutant({
  name: 'dropped-chain-not-noticed',
  defect: 'A service that drops the chain is believed, because only the leaf is looked at.',
  file: 'packages/engine/src/flow/prove-chain.ts',
  replace: [
    { from: "if (chainMatches(wanted.chain, back.chain) !== 'different') return [];", to: 'return [];' },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a renewal in a store that keeps versions > proves the chain, which only the reading of the key shows',
  },
});
