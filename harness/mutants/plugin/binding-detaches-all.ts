import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-detaches-all',
  defect: 'Whatever the consumer uses beside the new certificate is taken from it.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: "        await call.attempt('balancer:RemoveExtra', async () => balancer.removeExtra(listener, reference));",
      to: `        const { extra } = await call.attempt('balancer:Describe', async () => balancer.describe(listener));
        const newest = extra.at(-1);
        for (const each of [reference, ...extra].filter((other) => other !== newest)) {
          await call.attempt('balancer:RemoveExtra', async () => balancer.removeExtra(listener, each));
        }`,
    },
  ],
  killedBy: { slug: 'bind/superseded-is-detached', on: 'memory-balancer' },
});
