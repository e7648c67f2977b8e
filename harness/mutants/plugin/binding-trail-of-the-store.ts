import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-trail-of-the-store',
  defect: 'Who pointed the consumer is looked for among the imports of the store.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: "writersIn(balancer.trail, 'balancer:')",
      to: "writersIn(balancer.trail, 'memory:')",
    },
  ],
  killedBy: { slug: 'bind/tells-who-pointed', on: 'memory-balancer' },
});
