import { mutant } from '../mutant.js';

export default mutant({
  name: 'retry-after-ignored',
  defect: 'The time that the service asked to wait is not waited.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [{ from: '(failure.retryAfterMs ?? 0) + random() * ceiling', to: 'random() * ceiling' }],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'an attempt > waits at least as long as the service asked',
  },
});
