import { mutant } from '../mutant.js';

export default mutant({
  name: 'removes-what-it-did-not-make',
  defect: 'A certificate is deleted at an address that the deploy did not make.',
  file: 'packages/engine/src/flow/withdraw.ts',
  replace: [{ from: 'if (!store.remove || !entry.fresh || !isMade', to: 'if (!store.remove || !isMade' }],
  killedBy: {
    file: 'packages/engine/src/flow/rollback.test.ts',
    test: 'a rollback > removes nothing whose address another deploy has made',
  },
});
