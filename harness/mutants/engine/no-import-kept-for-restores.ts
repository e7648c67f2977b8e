import { mutant } from '../mutant.js';

export default mutant({
  name: 'no-import-kept-for-restores',
  defect: 'Deploys spend the last imports of the year, and none is left to put a certificate back with.',
  file: 'packages/engine/src/plan/quota-rules.ts',
  replace: [{ from: 'quota.requests - Math.ceil(quota.requests * RESERVE)', to: 'quota.requests' }],
  killedBy: {
    file: 'packages/engine/src/plan/quota-rules.test.ts',
    test: 'a service that counts the imports of a year > is sent no deploy when what is left is kept for restores, and the plan says when there is room',
  },
});
