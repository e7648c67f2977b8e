import { mutant } from '../mutant.js';

export default mutant({
  name: 'key-read-back-too-late',
  defect: 'The old key is left to be read back at the rollback, when the import has overwritten it.',
  file: 'packages/engine/src/flow/keep.ts',
  replace: [{ from: "plan.rollback === 'exact' || ", to: '' }],
  killedBy: {
    file: 'harness/e2e/src/filesystem.test.ts',
    test: 'a reload > that fails after a renewal brings the old bundle back, whole',
  },
});
