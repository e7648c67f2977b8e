import { mutant } from '../mutant.js';

export default mutant({
  name: 'newer-certificate-lifts-a-restore',
  defect: 'A newer certificate is deployed by records that come from a backup and that nobody has looked at.',
  file: 'packages/engine/src/plan/planner.ts',
  replace: [
    {
      from: '    if (restored) {',
      to: '    if (restored && material.leaf.notBefore <= (snapshot.bundle?.leaf.notBefore ?? 0)) {',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/recovery-from-backup.test.ts',
    test: 'records that were restored > put every target on hold, and no newer certificate lifts it',
  },
});
