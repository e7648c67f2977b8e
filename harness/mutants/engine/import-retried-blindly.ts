import { mutant } from '../mutant.js';

export default mutant({
  name: 'import-retried-blindly',
  defect: 'An import whose answer was lost is sent again, which makes a second certificate.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    {
      from: "      failure.class === 'throttled' ||",
      to: "      failure.class === 'throttled' ||\n      failure.class === 'uncertain' ||",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/carry-out.test.ts',
    test: 'carrying out a plan > sends an import once whose answer was lost',
  },
  alsoKilledBy: { slug: 'deadline/unanswered-import-is-found', on: 'memory' },
});
