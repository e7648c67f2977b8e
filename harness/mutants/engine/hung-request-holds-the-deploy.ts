import { mutant } from '../mutant.js';

export default mutant({
  name: 'hung-request-holds-the-deploy',
  defect: 'A plugin that ignores the signal holds the deploy past its deadline.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    {
      from: 'await Promise.race([send(signal), rejection(signal)])',
      to: 'await Promise.race([send(signal), send.length > 9 ? rejection(signal) : new Promise<never>(() => {})])',
    },
  ],
  killedBy: { slug: 'deadline/is-kept', on: 'memory' },
});
