import { mutant } from '../mutant.js';

export default mutant({
  name: 'raw-copy-restored-as-a-backup',
  defect: 'A copy of the file of a running store is restored, though it lacks what was in the log.',
  file: 'packages/persistence/src/backup/restore-store.ts',
  replace: [{ from: '  if (!row) {\n', to: '  if (!row) return 0;\n  if (row.value === null) {\n' }],
  killedBy: {
    file: 'packages/persistence/src/backup/restore-store.test.ts',
    test: 'a file that is no backup > is refused: a copy of a store',
  },
});
