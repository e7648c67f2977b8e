import { mutant } from '../mutant.js';

export default mutant({
  name: 'second-writer-overwritten',
  defect: 'A later version that somebody else imported is buried under the old certificate by the rollback.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [{ from: "    seen === 'foreign' &&\n", to: "    seen === 'gone' &&\n" }],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a renewal in a store that keeps versions > looks at the latest version, too, which may be another',
  },
  alsoKilledBy: { slug: 'proof/later-version-is-left-alone', on: 'memory-vault' },
});
