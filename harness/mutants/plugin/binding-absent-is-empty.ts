import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-absent-is-empty',
  defect: 'A consumer that does not exist counts as one that uses nothing.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: `          if (isFailure(error, 'absent')) return { state: 'absent' };
          throw error;`,
      to: `          if (isFailure(error, 'absent')) return { state: 'present', references: [] };
          throw error;`,
    },
  ],
  killedBy: { slug: 'bind/absent-consumer-is-refused', on: 'memory-balancer' },
});
