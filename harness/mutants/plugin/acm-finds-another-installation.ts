import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-finds-another-installation',
  defect: 'A search does not look at the installation.',
  file: 'plugins/aws-acm/src/find-by-provenance.ts',
  replace: [
    {
      from: `    [PROVENANCE_TAGS.instance]: [provenance.instance],
`,
      to: '',
    },
  ],
  killedBy: { slug: 'ownership/search-finds-only-its-own', on: 'aws-acm' },
});
