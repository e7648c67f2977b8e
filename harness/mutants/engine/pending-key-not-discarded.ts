import { mutant } from '../mutant.js';

export default mutant({
  name: 'pending-key-not-discarded',
  defect: 'The key of a certificate that was taken back is kept for ever.',
  file: 'packages/engine/src/flow/closer.ts',
  replace: [{ from: 'await this.keeper.discardPending(address, entry.id);', to: '' }],
  killedBy: {
    file: 'packages/engine/src/flow/rollback.test.ts',
    test: 'a rollback > destroys the key of what was taken back, and keeps the one that is in use',
  },
});
