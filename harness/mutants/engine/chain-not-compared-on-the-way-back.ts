import { mutant } from '../mutant.js';

export default mutant({
  name: 'chain-not-compared-on-the-way-back',
  defect: 'A restore counts as done with another chain than was held before.',
  file: 'packages/engine/src/flow/held.ts',
  replace: [{ from: "return chainMatches(before.chain, held.chain) !== 'different';", to: 'return true;' }],
  killedBy: {
    file: 'packages/engine/src/flow/held.test.ts',
    test: 'holding the same again > includes the leaf, and the chain where both show one',
  },
});
