import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-trail-not-declared',
  defect: 'The call that reads who changed a consumer is not in the manifest.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [{ from: "      permission('memory:LookupWrites', 'read', 'optional'),", to: '' }],
  killedBy: { slug: 'writers/consumer-trails-say-what-they-show', on: 'memory-balancer' },
});
