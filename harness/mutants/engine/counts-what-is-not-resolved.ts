import { mutant } from '../mutant.js';

export default mutant({
  name: 'counts-what-is-not-resolved',
  defect: 'A deploy whose end is not known is counted as a failure, and again when it is closed.',
  file: 'packages/engine/src/observability/metrics.ts',
  replace: [{ from: "if (status === 'unresolved') return;", to: '' }],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > says that it does not know when nothing can be read after the import',
  },
});
