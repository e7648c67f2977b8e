import { mutant } from '../mutant.js';

export default mutant({
  name: 'keep-word-ignored',
  defect: 'A target whose keys are not to be kept has them kept all the same.',
  file: 'packages/engine/src/flow/keep.ts',
  replace: [{ from: 'if (!keepsKeys(resolved.target)) {', to: "if (!keepsKeys({ keep: 'sealed' })) {" }],
  killedBy: {
    file: 'packages/engine/src/flow/keep-modes.test.ts',
    test: 'a target with keep: caller > is closed after a crash as a rollback that failed, when its way back needs a key that nobody gives',
  },
});
