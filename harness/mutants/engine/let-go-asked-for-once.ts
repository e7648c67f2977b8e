import { mutant } from '../mutant.js';

export default mutant({
  name: 'let-go-asked-for-once',
  defect: 'The service did not find what was to be taken from a list, and nobody asks again.',
  file: 'packages/engine/src/binding/unbind-proven.ts',
  replace: [
    {
      from: 'round <= ROUNDS',
      to: 'round <= Math.min(1, ROUNDS)',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > is told again to let go of the new certificate where that was not found for a moment',
  },
});
