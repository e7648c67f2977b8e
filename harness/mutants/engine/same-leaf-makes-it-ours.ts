import { mutant } from '../mutant.js';

export default mutant({
  name: 'same-leaf-makes-it-ours',
  defect: 'A stranger who imports a leaf that we had withdrawn is overwritten, as if the version were ours.',
  file: 'packages/engine/src/plan/made-here.ts',
  replace: [{ from: 'entry.revision === revision && ', to: 'entry.revision !== undefined && ' }],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a first deploy that must be taken back in a store that keeps versions > makes nothing ours of the same leaf that somebody else imports on top',
  },
});
