import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-takes-nothing-away',
  defect: 'A certificate is said to be taken from a consumer, and stays.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [{ from: 'balancer.removeExtra(listener, reference)', to: 'balancer.describe(listener)' }],
  killedBy: { slug: 'bind/failure-takes-away-what-was-added', on: 'memory-balancer' },
});
