import { mutant } from '../mutant.js';

export default mutant({
  name: 'given-key-forgotten',
  defect: 'The key that a caller gave is not kept, so whoever comes after a crash cannot go back.',
  file: 'packages/engine/src/flow/keep.ts',
  replace: [{ from: "|| plan.rollback === 'caller-key'", to: '' }],
  killedBy: {
    file: 'packages/engine/src/flow/carry-out.test.ts',
    test: 'carrying out a plan > keeps the previous key that the caller gave, for whoever comes after a crash',
  },
});
