import { mutant } from '../mutant.js';

export default mutant({
  name: 'lost-import-exchanged',
  defect:
    'A first import whose answer was lost, and whose certificate somebody has exchanged since, is said never to have arrived.',
  file: 'packages/engine/src/flow/look.ts',
  replace: [
    {
      from: 'const ours = onlyMatch(byTags, resolved);',
      to: 'const ours = byLeaf.complete ? undefined : onlyMatch(byTags, resolved);',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/lost-import.test.ts',
    test: 'a first import whose answer was lost, and whose leaf somebody exchanged > is found by its tags: it arrived, another certificate is held, and nothing is written over it',
  },
});
