import { mutant } from '../mutant.js';

export default mutant({
  name: 'silent-read-ends-the-deploy',
  defect: 'A read that got no answer is not asked again.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    {
      from: "(failure.class === 'broken' && permission.effect === 'read')",
      to: "(failure.class === 'broken' && failure.code !== 'TimedOut' && permission.effect === 'read')",
    },
  ],
  killedBy: { slug: 'deadline/one-request-that-hangs-is-sent-again', on: 'memory' },
});
