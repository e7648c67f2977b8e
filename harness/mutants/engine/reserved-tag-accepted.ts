import { mutant } from '../mutant.js';

export default mutant({
  name: 'reserved-tag-accepted',
  defect: 'A target may set the tags by which certctl knows its own.',
  file: 'packages/engine/src/target.ts',
  replace: [
    {
      from: '      if (key.toLowerCase().startsWith(RESERVED_TAG_PREFIX)) {',
      to: '      if (key.toUpperCase().startsWith(RESERVED_TAG_PREFIX)) {',
    },
  ],
  killedBy: { slug: 'tags/reserved-are-refused', on: 'memory' },
});
