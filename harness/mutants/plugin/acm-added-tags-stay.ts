import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-added-tags-stay',
  defect: 'Tags that a deploy had added stay on the certificate after the deploy was taken back.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: 'if (remove.length > 0) await this.#api.removeTags(arn, remove, call);',
      to: 'if (remove.length > 0) await this.#api.tagsOf(arn, call);',
    },
  ],
  killedBy: { slug: 'rollback/takes-added-tags-away', on: 'aws-acm' },
});
