import { mutant } from '../mutant.js';

export default mutant({
  name: 'refusal-counted-as-rollback',
  defect:
    'A deploy that the plan refuses, and that wrote nothing, is counted among those that were taken back.',
  file: 'packages/engine/src/observability/metrics.ts',
  replace: [
    {
      from: "if (status === 'restored' || status === 'withdrawn') {",
      to: "if (status === 'restored' || status === 'withdrawn' || status === 'refused') {",
    },
  ],
  killedBy: { slug: 'rollback/impossible-is-said-before', on: 'memory' },
});
