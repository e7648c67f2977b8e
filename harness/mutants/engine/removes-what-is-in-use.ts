import { mutant } from '../mutant.js';

export default mutant({
  name: 'removes-what-is-in-use',
  defect: 'A first certificate is taken away again though a listener already uses it.',
  file: 'packages/engine/src/flow/withdraw.ts',
  replace: [{ from: '!now.usedBy?.length) return false;', to: 'now.usedBy) return false;' }],
  killedBy: {
    file: 'packages/engine/src/flow/rollback.test.ts',
    test: 'a rollback > does not ask to remove a fresh certificate that is in use',
  },
});
