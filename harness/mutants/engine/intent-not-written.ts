import { mutant } from '../mutant.js';

export default mutant({
  name: 'intent-not-written',
  defect: 'The import is sent before the journal says that it will be.',
  file: 'packages/engine/src/flow/progress.ts',
  replace: [{ from: 'this.#reached = { phase };', to: '' }],
  killedBy: {
    file: 'packages/engine/src/flow/carry-out.test.ts',
    test: 'carrying out a plan > has written its intent before the import is sent',
  },
});
