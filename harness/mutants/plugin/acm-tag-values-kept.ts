import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-tag-values-kept',
  defect: 'A tag that is there keeps its value, whatever is wanted.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: '    if (Object.keys(set).length > 0) await this.#api.addTags(arn, set, call);',
      to: `    const there = await this.#api.tagsOf(arn, call);
    const absent = Object.fromEntries(Object.entries(set).filter(([name]) => there[name] === undefined));
    if (Object.keys(absent).length > 0) await this.#api.addTags(arn, absent, call);`,
    },
  ],
  killedBy: { slug: 'tags/changed-value-is-applied', on: 'aws-acm' },
});
