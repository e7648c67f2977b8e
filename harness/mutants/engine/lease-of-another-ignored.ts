import { mutant } from '../mutant.js';

export default mutant({
  name: 'lease-of-another-ignored',
  defect: 'A deploy goes on though another holds the lease.',
  file: 'packages/engine/src/flow/lease-set.ts',
  replace: [{ from: "if ('heldBy' in taken) return taken.heldBy;", to: "if ('heldBy' in taken) continue;" }],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'two deploys at once > end as one deployed and one busy',
  },
  alsoKilledBy: { slug: 'deploy/two-at-once-end-known', on: 'memory' },
});
