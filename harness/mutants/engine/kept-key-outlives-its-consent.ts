import { mutant } from '../mutant.js';

export default mutant({
  name: 'kept-key-outlives-its-consent',
  defect: 'Keys that were kept before the target said that none shall be are never destroyed.',
  file: 'packages/engine/src/flow/closer.ts',
  replace: [
    {
      from: "if (status === 'deployed') await this.#destroySpent(entry, resolved);",
      to: "if (status === 'unchanged') await this.#destroySpent(entry, resolved);",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/keep-modes.test.ts',
    test: 'a target with keep: off > destroys at its next commit what was kept before, each with its row in the audit',
  },
});
