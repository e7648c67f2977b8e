import { mutant } from '../mutant.js';

export default mutant({
  name: 'bad-version-left-enabled',
  defect: 'After a rollback the bad version stays enabled beneath the old one.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [
    {
      from: 'bad === undefined ? [] : await disableRevision(resolved, bad, call, this.clock, this.timing)',
      to: 'bad === undefined ? [] : []',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a rollback in a store that keeps versions > makes the old material the latest version, whole, and disables the bad one',
  },
});
