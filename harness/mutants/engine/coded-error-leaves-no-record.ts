import { mutant } from '../mutant.js';

export default mutant({
  name: 'coded-error-leaves-no-record',
  defect:
    'A request that ended in an error of the plugin itself is in no record, so that nobody finds where it ended.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    { from: 'if (error.failure === undefined) {', to: 'if (error.failure === undefined && attempt > 1) {' },
  ],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'an attempt > records what ended in a coded error of the plugin, once',
  },
});
