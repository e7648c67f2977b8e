import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-tag-failure-swallowed',
  defect: 'A refusal to set tags is passed over.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `    if (Object.keys(set).length > 0) await this.#api.addTags(arn, set, call);
`,
      to: `    if (Object.keys(set).length > 0) await this.#api.addTags(arn, set, call).catch(() => {});
`,
    },
  ],
  killedBy: { slug: 'tags/refused-ones-take-the-deploy-back', on: 'aws-acm' },
});
