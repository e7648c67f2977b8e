import { mutant } from '../mutant.js';

export default mutant({
  name: 'cancelled-deploy-keeps-its-lease',
  defect: 'A deploy that its caller cancelled keeps the next one waiting until its lease has run out.',
  file: 'packages/engine/src/flow/lease-set.ts',
  replace: [
    {
      from: 'await this.leases.release(lease);',
      to: 'if (!this.deployment.signal.aborted) await this.leases.release(lease);',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/cancelled.test.ts',
    test: "a deploy to a store that is 'in-place', with 'nothing' before and trouble 'none' > can be cancelled at every moment: what it says is held, and nothing is left behind",
  },
});
