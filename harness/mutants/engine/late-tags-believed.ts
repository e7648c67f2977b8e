import { mutant } from '../mutant.js';

export default mutant({
  name: 'late-tags-believed',
  defect: 'Tags that a re-import has stripped count as kept, because a late read still shows them.',
  file: 'packages/engine/src/flow/apply-tags.ts',
  replace: [
    {
      from: 'const sets = overwrote && store.tag !== undefined;',
      to: 'const sets = overwrote && store.tag === undefined;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/apply-tags.test.ts',
    test: 'tags that a read shows after a re-import > may be those of before: they are set again, whatever is shown',
  },
});
