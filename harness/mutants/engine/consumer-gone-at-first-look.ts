import { mutant } from '../mutant.js';

export default mutant({
  name: 'consumer-gone-at-first-look',
  defect: 'A single look says that there is no such consumer, and it is left with what the deploy gave it.',
  file: 'packages/engine/src/binding/point-back.ts',
  replace: [
    {
      from: "if ((seen !== 'previous' && seen !== 'gone') || left <= 0) {",
      to: "if (seen !== 'previous' || left <= 0) {",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > is not taken for deleted at the first look of the way back',
  },
});
