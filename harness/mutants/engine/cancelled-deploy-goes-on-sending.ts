import { mutant } from '../mutant.js';

export default mutant({
  name: 'cancelled-deploy-goes-on-sending',
  defect: 'A deploy that was cancelled sends its next request all the same.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    {
      from: `    if (this.signal.aborted) throw this.#cancelled(operation, this.signal.reason);
    if (this.#options.clock.now() >= end)`,
      to: `    if (this.signal.aborted && operation === '') throw this.#cancelled(operation, this.signal.reason);
    if (this.#options.clock.now() >= end)`,
    },
  ],
  killedBy: { slug: 'cancellation/before-the-import-changes-nothing', on: 'memory' },
});
