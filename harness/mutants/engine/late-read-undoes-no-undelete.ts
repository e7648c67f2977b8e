import { mutant } from '../mutant.js';

export default mutant({
  name: 'late-read-undoes-no-undelete',
  defect: 'A late read that still shows a name as deleted counts as: it was never recovered.',
  file: 'packages/engine/src/flow/undelete.ts',
  replace: [{ from: 'return recovered ? ', to: 'return recovered && error.failure === undefined ? ' }],
  killedBy: {
    file: 'packages/engine/src/flow/undelete.test.ts',
    test: 'a deleted name > is deleted again though a late read still shows it deleted',
  },
});
