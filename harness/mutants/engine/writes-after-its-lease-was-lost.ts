import { mutant } from '../mutant.js';

export default mutant({
  name: 'writes-after-its-lease-was-lost',
  defect: 'A deploy that was stopped past its lease goes on over the work of its successor.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [{ from: 'await this.#options.cover(end);', to: '' }],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'a request under a lease > is not sent when the lease was lost, be it a read or a write',
  },
});
