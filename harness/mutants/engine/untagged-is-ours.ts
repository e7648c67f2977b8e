import { mutant } from '../mutant.js';

export default mutant({
  name: 'untagged-is-ours',
  defect: 'A certificate without any tag of certctl counts as ours.',
  file: 'packages/engine/src/plan/ownership.ts',
  replace: [
    {
      from: '  if (managedBy === undefined) return {',
      to: `  if (managedBy === undefined) return { ours: true };
  if (managedBy === '') return {`,
    },
  ],
  killedBy: { slug: 'ownership/stranger-is-refused', on: 'memory' },
});
