import { mutant } from '../mutant.js';

export default mutant({
  name: 'way-back-does-not-wait-for-the-seal',
  defect: 'A key service that is down for a moment costs the rollback its key.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [
    { from: 'if (!later || round === ROUNDS) return found;', to: 'if (!later || round >= 1) return found;' },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/keep-modes.test.ts',
    test: 'a target that keeps its keys > waits on the way back for what seals them, as long as that may come back',
  },
});
