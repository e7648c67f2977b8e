import { mutant } from '../mutant.js';

export default mutant({
  name: 'release-survives-a-restore',
  defect: 'A target that was released after an earlier restore is not on hold after the next one.',
  file: 'packages/persistence/src/record/durable-holds.ts',
  replace: [
    {
      from: "        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))\n        .execute();\n      await db.deleteFrom('restore_release').execute();",
      to: "        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))\n        .execute();",
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/backup/restore-store.test.ts',
    test: 'a restored store > has nobody released that was released before it was backed up',
  },
});
