import { mutant } from '../mutant.js';

export default mutant({
  name: 'leases-survive-a-restore',
  defect: 'Leases of processes that are long gone come back with a backup.',
  file: 'packages/persistence/src/backup/mark-restored.ts',
  replace: [
    {
      from: '.set({ holder: null, expires_at: 0 })',
      to: ".set((present) => ({ holder: present.ref('holder') }))",
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/backup/restore-store.test.ts',
    test: 'a restored store > closes what was under way by looking alone, and has no leases',
  },
});
