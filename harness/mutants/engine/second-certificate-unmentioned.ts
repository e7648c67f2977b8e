import { mutant } from '../mutant.js';

export default mutant({
  name: 'second-certificate-unmentioned',
  defect: 'That a certificate is made because a search showed none is told nowhere.',
  file: 'packages/engine/src/plan/planner.ts',
  replace: [
    {
      from: 'return place.reference === undefined && store.find !== undefined;',
      to: 'return place.reference === undefined && store.find === undefined;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/fresh-target.test.ts',
    test: 'a target without a pinned certificate > says that it makes a certificate afresh, in the plan too: what a search does not show may exist',
  },
});
