import { mutant } from '../mutant.js';

export default mutant({
  name: 'rollback-not-counted',
  defect: 'The counter of rollbacks does not move when the old certificate is put back.',
  file: 'packages/engine/src/observability/metrics.ts',
  replace: [{ from: "this.#rollbacks.inc({ target_type: targetType, outcome: 'restored' });", to: '' }],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > puts the previous certificate back with its own key, and proves it',
  },
  alsoKilledBy: { slug: 'rollback/is-counted-once', on: 'memory' },
});
