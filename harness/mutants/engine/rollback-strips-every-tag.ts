import { mutant } from '../mutant.js';

export default mutant({
  name: 'rollback-strips-every-tag',
  defect: 'Going back removes all tags, those that were there before included.',
  file: 'packages/engine/src/plan/tag-difference.ts',
  replace: [
    {
      from: 'Object.keys(present).filter((name) => !Object.hasOwn(before, name))',
      to: 'Object.keys(present).filter((name) => name in present || !Object.hasOwn(before, name))',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > puts the previous certificate back with its own key, and proves it',
  },
  alsoKilledBy: { slug: 'rollback/brings-tags-back', on: 'memory' },
});
