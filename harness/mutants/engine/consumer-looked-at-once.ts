import { mutant } from '../mutant.js';

export default mutant({
  name: 'consumer-looked-at-once',
  defect:
    'A late look shows the old certificate, and a consumer that was pointed elsewhere counts as never touched.',
  file: 'packages/engine/src/binding/point-back.ts',
  replace: [
    {
      from: 'const settledAt = Math.max(this.clock.now(), inFlightUntil) + this.timing.settleMs;',
      to: 'const settledAt = 0;\n    void inFlightUntil;',
    },
    {
      from: 'if (ownDoing) return this.#point(consumer, reference, [], call);',
      to: "if (ownDoing) return outcomeOf(consumer, 'unchanged');",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > that is cancelled half way is brought back',
  },
});
