import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-retries-by-itself',
  defect: 'A request that fails is sent again below the engine, unpaced and uncounted.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: '    return call.attempt(operation, send);',
      to: '    return call.attempt(operation, (signal) => send(signal).catch(() => send(signal)));',
    },
  ],
  killedBy: { slug: 'calls/one-request-for-one-attempt', on: 'aws-acm' },
});
