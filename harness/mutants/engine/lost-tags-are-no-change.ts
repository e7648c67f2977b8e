import { mutant } from '../mutant.js';

export default mutant({
  name: 'lost-tags-are-no-change',
  defect: 'Tags that somebody took away are missed by no plan, because the certificate is the same.',
  file: 'packages/engine/src/plan/planner.ts',
  replace: [
    {
      from: '    if (Object.keys(set).length === 0) return [];',
      to: '    if (Object.keys(set).length === 0 || Object.keys(present.tags).length > 0) return [];',
    },
  ],
  killedBy: { slug: 'tags/lost-ones-are-put-back', on: 'memory' },
});
