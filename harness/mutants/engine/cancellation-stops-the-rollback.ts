import { mutant } from '../mutant.js';

export default mutant({
  name: 'cancellation-stops-the-rollback',
  defect: 'The signal that cancels a deploy also cancels its way back.',
  file: 'packages/engine/src/flow/call-factory.ts',
  replace: [{ from: 'new AbortController().signal,', to: 'this.deployment.signal,' }],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > is brought to a known end when its caller cancels it in the middle',
  },
  alsoKilledBy: { slug: 'cancellation/in-the-middle-ends-known', on: 'memory' },
});
