import { mutant } from '../mutant.js';

export default mutant({
  name: 'backup-entry-carried-on',
  defect:
    'A deploy that was under way when a backup was made is carried on after the restore, over what was deployed since.',
  file: 'packages/engine/src/flow/recovery.ts',
  replace: [
    {
      from: "if (entry.fromBackup !== undefined && now.seen !== 'unknown') {",
      to: "if (entry.fromBackup !== undefined && now.seen === 'foreign') {",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/recovery-from-backup.test.ts',
    test: 'an entry that was restored from a backup > that was going back sends nothing back over what is held now',
  },
});
