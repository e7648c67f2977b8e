import { mutant } from '../mutant.js';

export default mutant({
  name: 'old-log-read-into-the-restored-store',
  defect: 'The log of the store that was lost is read into the one that was restored.',
  file: 'packages/persistence/src/backup/set-aside.ts',
  replace: [
    {
      from: "for (const end of ['-wal', '-shm']) await rm(file + end, { force: true });",
      to: "for (const end of ['-shm']) await rm(file + end, { force: true });",
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/backup/restore-store.test.ts',
    test: 'a store that is there > may be gone, with its log left: that is not read into the restored one',
  },
});
