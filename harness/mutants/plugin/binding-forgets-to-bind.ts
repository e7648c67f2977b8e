import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-forgets-to-bind',
  defect: 'A consumer is said to be pointed, and is not.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: `            named(signal, balancer.trail, () => balancer.setDefault(listener, reference)),
          );`,
      to: `            named(signal, balancer.trail, () => balancer.describe(listener)),
          );`,
    },
  ],
  killedBy: { slug: 'bind/consumer-is-pointed', on: 'memory-balancer' },
});
