import { mutant } from '../mutant.js';

export default mutant({
  name: 'throttled-call-not-retried',
  defect: 'A deploy fails on the first answer that says: too many requests.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [{ from: "failure.class === 'throttled' || (", to: '(' }],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a renewal > repeats a throttled import and not a refused one',
  },
});
