import { mutant } from '../mutant.js';

export default mutant({
  name: 'chain-not-read-back',
  defect: 'Key and leaf are read back for the rollback, and the chain beside them is dropped.',
  file: 'packages/engine/src/flow/previous-material.ts',
  replace: [
    {
      from: 'const bundle = { leaf, chain: shown ?? back.chain };',
      to: 'const bundle = { leaf, chain: shown ?? [] };',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a rollback in a store that keeps versions > reads key and chain back where they are not kept here',
  },
});
