import { mutant } from '../mutant.js';

export default mutant({
  name: 'restored-on-the-leaf-alone',
  defect: 'A certificate counts as restored without its chain, which the service shows with the key alone.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [{ from: 'if (!sent) return [];', to: 'if (!sent || resolved) return [];' }],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a rollback in a store that keeps versions > is no restore when the chain of the old certificate is dropped',
  },
});
