import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-own-tag-added',
  defect: 'The plugin adds a tag of its own to every certificate.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: '  return Object.keys(tags).length === 0 ? {} : { Tags: tagList(tags) };',
      to: "  return { Tags: tagList({ ...tags, 'managed-with': 'certctl' }) };",
    },
  ],
  killedBy: { slug: 'tags/none-wanted-are-none-added', on: 'aws-acm' },
});
