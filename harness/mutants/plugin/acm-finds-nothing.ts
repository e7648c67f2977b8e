import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-finds-nothing',
  defect: 'A search by tags finds nothing, whatever is there.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `      ? findByProvenance(query, this.#api, call)
`,
      to: `      ? findByProvenance(query, this.#api, call).then((found) => ({ ...found, matches: [] }))
`,
    },
  ],
  killedBy: { slug: 'deploy/found-again-by-provenance', on: 'aws-acm' },
});
