import { mutant } from '../mutant.js';

export default mutant({
  name: 'same-leaf-taken-for-arrived',
  defect: 'A lost import of the same leaf with other tags counts as arrived, because the leaf is there.',
  file: 'packages/engine/src/flow/held.ts',
  replace: [{ from: "    if (held.revision === before?.revision) return 'previous';\n", to: '' }],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'an import whose answer was lost in a store that keeps versions > of the same leaf with other tags is told from the version before',
  },
});
