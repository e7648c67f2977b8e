import { mutant } from '../mutant.js';

export default mutant({
  name: 'refused-call-retried',
  defect: 'A call that the service refused is sent again and again.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    {
      from: "      failure.class === 'throttled' ||",
      to: "      failure.class === 'throttled' ||\n      failure.class === 'refused' ||",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a renewal > repeats a throttled import and not a refused one',
  },
});
