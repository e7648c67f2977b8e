import { mutant } from '../mutant.js';

export default mutant({
  name: 'attributes-dropped-on-restore',
  defect: 'The old certificate comes back under the settings of the new one.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [{ from: '...(attributes ? { attributes } : {})', to: '...(attributes ? {} : {})' }],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a rollback in a store that keeps versions > brings the settings of before back, too',
  },
});
