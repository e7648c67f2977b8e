import { mutant } from '../mutant.js';

export default mutant({
  name: 'any-kept-key-will-do',
  defect: 'The plan promises a rollback because some key is kept, whatever certificate it belongs to.',
  file: 'packages/engine/src/flow/previous-material.ts',
  replace: [
    {
      from: 'this.keeper.find(resolved.place.address, leaf.fingerprint)',
      to: "this.keeper.find(resolved.place.address, (await this.keeper.list(resolved.place.address))[0]?.fingerprint ?? '')",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/plan/planner.test.ts',
    test: 'the plan for a certificate that somebody else put in the place of ours > knows no way back by a key of another leaf that is kept',
  },
});
