import { mutant } from '../mutant.js';

export default mutant({
  name: 'restores-over-a-store-in-use',
  defect: 'A store is replaced under a process that goes on writing to it.',
  file: 'packages/persistence/src/backup/set-aside.ts',
  replace: [
    {
      from: "    database.exec('pragma journal_mode=DELETE');",
      to: "    database.exec('pragma query_only=0');",
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/backup/restore-store.test.ts',
    test: 'a store that is there > is not touched while a process has it open',
  },
});
