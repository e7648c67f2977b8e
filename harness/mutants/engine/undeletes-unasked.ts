import { mutant } from '../mutant.js';

export default mutant({
  name: 'undeletes-unasked',
  defect: 'A deleted name is recovered by every deploy that meets one.',
  file: 'packages/engine/src/plan/findings.ts',
  replace: [{ from: 'if (recoverable && undelete === deletion) {', to: 'if (recoverable) {' }],
  killedBy: {
    file: 'packages/engine/src/flow/undelete.test.ts',
    test: 'a deleted name > is never recovered unasked, and the plan says how to ask',
  },
});
