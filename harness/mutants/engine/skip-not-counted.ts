import { mutant } from '../mutant.js';

export default mutant({
  name: 'skip-not-counted',
  defect: 'A deploy that has nothing to do moves no counter of its own.',
  file: 'packages/engine/src/observability/metrics.ts',
  replace: [
    {
      from: `    if (status === 'unchanged') this.#skips.inc({ target_type: targetType });
`,
      to: '',
    },
  ],
  killedBy: { slug: 'metrics/count-deploys-and-calls', on: 'memory' },
});
