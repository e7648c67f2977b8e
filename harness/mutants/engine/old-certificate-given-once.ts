import { mutant } from '../mutant.js';

export default mutant({
  name: 'old-certificate-given-once',
  defect: 'The old certificate is not known for a moment, and the consumer is left with the new one.',
  file: 'packages/engine/src/binding/point-back.ts',
  replace: [
    {
      from: 'const knownBy = this.clock.now() + this.timing.settleMs;',
      to: 'const knownBy = 0;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > is given the old certificate again where that is not found for a moment',
  },
});
