import { mutant } from '../mutant.js';

export default mutant({
  name: 'left-behind-forgotten',
  defect: 'A certificate that a failed deploy left behind is forgotten, and a second one is made beside it.',
  file: 'packages/engine/src/flow/target-resolver.ts',
  replace: [
    {
      from: "if (last?.status !== 'also_failed' || recordedReference === undefined) return undefined;",
      to: "if (last?.status !== 'also_failed' || recordedReference !== undefined) return undefined;\n    if (recordedReference === undefined) return undefined;",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/fresh-target.test.ts',
    test: 'a target without a pinned certificate > is deployed to again where it was left behind, though nothing can be searched',
  },
});
