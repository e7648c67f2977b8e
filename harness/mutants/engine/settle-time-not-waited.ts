import { mutant } from '../mutant.js';

export default mutant({
  name: 'settle-time-not-waited',
  defect: 'After a lost answer one look decides, while the request may still be under way.',
  file: 'packages/engine/src/flow/forward.ts',
  replace: [
    {
      from: '? await lookUntilSettled(resolved, entry, rescue, this.clock, this.timing)',
      to: '? await look(resolved, entry, rescue)',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a first deploy > says that nothing changed only after the settle time, when the import never arrived',
  },
});
