import { mutant } from '../mutant.js';

export default mutant({
  name: 'undelete-of-any-deletion',
  defect: 'Leave to undelete, once given, is good for every later deletion.',
  file: 'packages/engine/src/plan/findings.ts',
  replace: [
    {
      from: 'if (recoverable && undelete === deletion) {',
      to: 'if (recoverable && undelete !== undefined) {',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/undelete.test.ts',
    test: 'a deleted name > is not recovered by leave that was given for another deletion',
  },
});
