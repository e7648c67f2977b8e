import { mutant } from '../mutant.js';

export default mutant({
  name: 'quota-exceeded-by-bursts',
  defect: 'Requests are let go by the quota of a fresh window, so that two bursts meet in one.',
  file: 'packages/engine/src/call/governor.ts',
  replace: [
    {
      from: 'const oldest = sent.length < requests ? undefined : sent[0];',
      to: 'const oldest = sent.length < requests ? undefined : sent[0] && sent[0] - perMs / 2;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/call/governor.test.ts',
    test: 'the governor > never exceeds the quota in any window, whenever requests come',
  },
});
