import { mutant } from '../mutant.js';

export default mutant({
  name: 'no-hold-after-an-asked-rollback',
  defect:
    'After a rollback that somebody asked for, the next renewal run brings the bad certificate in again.',
  file: 'packages/engine/src/flow/closer.ts',
  replace: [
    {
      from: "if (entry.purpose === 'rollback')",
      to: "if (entry.purpose === 'rollback' && status !== 'deployed')",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/roll-back.test.ts',
    test: 'a rollback that somebody asks for > puts the target on hold, so that nothing brings in again what was left',
  },
  alsoKilledBy: { slug: 'rollback/on-demand', on: 'memory' },
});
