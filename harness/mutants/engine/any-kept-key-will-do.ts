import { mutant } from '../mutant.js';

export default mutant({
  name: 'any-kept-key-will-do',
  defect: 'The plan promises a rollback because some key is kept, whatever certificate it belongs to.',
  file: 'packages/engine/src/plan/planner.ts',
  replace: [
    {
      from: 'if (kept.some((record) => record.fingerprint === held.leaf.fingerprint))',
      to: 'if (kept.length > 0)',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/plan/planner.test.ts',
    test: 'the plan for a certificate that somebody else put in the place of ours > knows no way back by a key of another leaf that is kept',
  },
});
