import { mutant } from '../mutant.js';

export default mutant({
  name: 'silence-taken-for-a-deletion',
  defect: 'A first late read proves a deletion that was never answered.',
  file: 'packages/engine/src/flow/until-answered.ts',
  replace: [{ from: '(answered ? 0 : timing.settleMs)', to: '0' }],
  killedBy: {
    file: 'packages/engine/src/flow/rollback-late-reads.test.ts',
    test: 'a first deploy whose deletion is never answered is not called withdrawn by a late read',
  },
});
