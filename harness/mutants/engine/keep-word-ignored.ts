import { mutant } from '../mutant.js';

export default mutant({
  name: 'keep-word-ignored',
  defect: 'A target whose keys are not to be kept has them kept all the same.',
  file: 'packages/engine/src/flow/keep.ts',
  replace: [{ from: 'if (!keepsKeys(resolved.target)) {', to: "if (!keepsKeys({ keep: 'sealed' })) {" }],
  killedBy: {
    file: 'packages/engine/src/flow/keep-modes.test.ts',
    test: 'a target with keep: caller > keeps no key of what it deploys, and still knows its leaf',
  },
});
