import { mutant } from '../mutant.js';

export default mutant({
  name: 'refusal-not-counted',
  defect: 'A deploy that the plan refuses moves no counter, so that an alarm on failures stays silent.',
  file: 'packages/engine/src/observability/metrics.ts',
  replace: [
    {
      from: "if (status === 'unresolved') return;",
      to: "if (status === 'unresolved' || status === 'refused') return;",
    },
  ],
  killedBy: { slug: 'rollback/impossible-is-said-before', on: 'memory' },
});
