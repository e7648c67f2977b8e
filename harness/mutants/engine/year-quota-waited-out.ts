import { mutant } from '../mutant.js';

export default mutant({
  name: 'year-quota-waited-out',
  defect: 'A request is held back until the imports of last year no longer count.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [{ from: 'each.operation === operation && !each.counted', to: 'each.operation === operation' }],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'a call that the service counts over months > is never waited for, however long its window',
  },
});
