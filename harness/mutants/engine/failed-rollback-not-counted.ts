import { mutant } from '../mutant.js';

export default mutant({
  name: 'failed-rollback-not-counted',
  defect: 'A rollback that failed is counted nowhere, so nobody is alerted.',
  file: 'packages/engine/src/observability/metrics.ts',
  replace: [
    {
      from: `    if (status === 'also_failed') this.#rollbacks.inc({ target_type: targetType, outcome: 'also_failed' });
`,
      to: '',
    },
  ],
  killedBy: { slug: 'rollback/failed-too-and-says-so', on: 'memory' },
});
