import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-spells-another-reference',
  defect: 'References are told in another spelling than they are given in.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: "    return config.slot === 'default' ? [only] : extra;",
      to: "    return config.slot === 'default' ? [only.toUpperCase()] : extra;",
    },
  ],
  killedBy: { slug: 'bind/replay-is-unchanged', on: 'memory-balancer' },
});
