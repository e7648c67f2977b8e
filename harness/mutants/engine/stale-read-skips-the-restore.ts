import { mutant } from '../mutant.js';

export default mutant({
  name: 'stale-read-skips-the-restore',
  defect:
    'A late read that shows the old certificate after an answered import counts as: nothing to restore.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [
    {
      from: "if (now.seen === 'previous' && entry.phase === 'importing') return {};",
      to: "if (now.seen === 'previous') return {};",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > sends the old certificate again though reads still show it, because the import was answered',
  },
});
