import { mutant } from '../mutant.js';

export default mutant({
  name: 'given-key-not-matched',
  defect: 'The plan promises a rollback with a key that does not belong to the certificate.',
  file: 'packages/engine/src/flow/given-previous.ts',
  replace: [{ from: "if (!keyMatches(given.privateKey, held)) return { unfit: 'key' };", to: '' }],
  killedBy: {
    file: 'packages/engine/src/plan/planner.test.ts',
    test: 'the plan for a certificate that somebody else put in the place of ours > knows no way back by a key that the caller gave and that is not its key',
  },
});
