import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-settled-without-a-look',
  defect: 'A consumer counts as pointed without a look at it.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: `            named(signal, balancer.trail, () => balancer.setDefault(listener, reference)),
          );`,
      to: `            named(signal, balancer.trail, () => balancer.describe(listener)),
          );`,
    },
    {
      from: "        if (!references.includes(reference)) return { settled: false, shows: references.join(', ') };",
      to: "        if (references.length > 99) return { settled: false, shows: references.join(', ') };",
    },
  ],
  killedBy: { slug: 'bind/renewal-moves-the-consumer', on: 'memory-balancer' },
});
