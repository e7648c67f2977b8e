import { mutant } from '../mutant.js';

export default mutant({
  name: 'consumer-of-a-stranger-pointed-back',
  defect: 'Somebody else has pointed the consumer elsewhere since, and the way back overwrites that.',
  file: 'packages/engine/src/binding/point-back.ts',
  replace: [
    {
      from: "      case 'foreign':\n        return outcomeOf(consumer, 'left');",
      to: "      case 'foreign':\n        return this.#point(consumer, reference, [], call);",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > leaves a consumer alone that somebody else has pointed elsewhere since',
  },
});
