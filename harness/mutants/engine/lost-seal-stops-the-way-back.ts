import { mutant } from '../mutant.js';

export default mutant({
  name: 'lost-seal-stops-the-way-back',
  defect: 'A kept key that cannot be opened is an error of the rollback, and not a missing key.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [{ from: 'incoming, goingBack: true }', to: 'incoming }' }],
  killedBy: {
    file: 'packages/engine/src/flow/keep-modes.test.ts',
    test: 'a target that keeps its keys > says on the way back that there is no key, when key_encryption_key_refused',
  },
});
