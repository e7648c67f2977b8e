import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-finds-another-target',
  defect: 'A search does not look at the target.',
  file: 'plugins/aws-acm/src/find-by-provenance.ts',
  replace: [
    {
      from: `    [PROVENANCE_TAGS.targetId]: [provenance.targetId],
`,
      to: '',
    },
  ],
  killedBy: { slug: 'deploy/two-targets-do-not-mix', on: 'aws-acm' },
});
