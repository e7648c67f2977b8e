import { mutant } from '../mutant.js';

export default mutant({
  name: 'retries-without-bound',
  defect: 'A throttled call is repeated for as long as the deadline lets it.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [{ from: ' || attempt >= timing.attempts', to: '' }],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'an attempt > gives up on throttling after a bounded number of attempts',
  },
});
