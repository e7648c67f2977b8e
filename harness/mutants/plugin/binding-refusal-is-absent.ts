import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-refusal-is-absent',
  defect: 'A consumer that may not be looked at counts as one that does not exist.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: `          if (isFailure(error, 'absent')) return { state: 'absent' };
          throw error;`,
      to: `          if (isFailure(error, 'absent', 'refused')) return { state: 'absent' };
          throw error;`,
    },
  ],
  killedBy: { slug: 'bind/forbidden-is-not-absent', on: 'memory-balancer' },
});
