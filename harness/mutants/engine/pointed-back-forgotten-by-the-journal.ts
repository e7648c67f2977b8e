import { mutant } from '../mutant.js';

export default mutant({
  name: 'pointed-back-forgotten-by-the-journal',
  defect:
    'Of a deploy that is killed on its way back it is said that nothing had to be restored, though listeners had been moved.',
  file: 'packages/engine/src/flow/withdraw.ts',
  replace: [{ from: 'if (!input.pointedBack) ', to: '' }],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > has its old certificate back whenever the process dies on the way there, which is what is said',
  },
});
