import { mutant } from '../mutant.js';

export default mutant({
  name: 'requests-outlive-their-lease',
  defect: 'A request is sent though its lease may end while it is under way.',
  file: 'packages/engine/src/flow/lease-set.ts',
  replace: [
    {
      from: 'this.#held.every((lease) => lease.expiresAt >= until)',
      to: 'this.#held.every((lease) => lease.expiresAt >= 0)',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/lease-set.test.ts',
    test: 'the leases of a deploy > are renewed only when they would end too soon',
  },
});
