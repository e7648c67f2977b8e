import { mutant } from '../mutant.js';

export default mutant({
  name: 'backup-entry-without-its-tags',
  defect: 'A certificate that a backup was about to tag counts as deployed, whatever its tags are.',
  file: 'packages/engine/src/flow/ending-by-look.ts',
  replace: [{ from: 'entry.tags)).length === 0;', to: 'entry.tags)).length >= 0;' }],
  killedBy: {
    file: 'packages/engine/src/flow/recovery-from-backup.test.ts',
    test: 'an entry that was restored from a backup > gets no missing tags set: the target is on hold, and the key of what is held is kept',
  },
});
