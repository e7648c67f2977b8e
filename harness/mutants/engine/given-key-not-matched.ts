import { mutant } from '../mutant.js';

export default mutant({
  name: 'given-key-not-matched',
  defect: 'The plan promises a rollback with a key that does not belong to the certificate.',
  file: 'packages/engine/src/plan/planner.ts',
  replace: [{ from: 'if (previousKey && keyMatches(previousKey, held.leaf))', to: 'if (previousKey)' }],
  killedBy: {
    file: 'packages/engine/src/plan/planner.test.ts',
    test: 'the plan for a certificate that somebody else put in the place of ours > knows no way back by a key that the caller gave and that is not its key',
  },
});
