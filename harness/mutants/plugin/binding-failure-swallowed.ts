import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-failure-swallowed',
  defect: 'A consumer that refuses counts as pointed.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: `          await call.attempt('balancer:SetDefault', async (signal) =>
            named(signal, balancer.trail, () => balancer.setDefault(listener, reference)),
          );`,
      to: `          const set = call.attempt('balancer:SetDefault', async (signal) =>
            named(signal, balancer.trail, () => balancer.setDefault(listener, reference)),
          );
          await set.catch(() => {});`,
    },
    {
      from: "        if (!references.includes(reference)) return { settled: false, shows: references.join(', ') };",
      to: "        if (references.length > 99) return { settled: false, shows: references.join(', ') };",
    },
  ],
  killedBy: { slug: 'bind/failure-points-back', on: 'memory-balancer' },
});
