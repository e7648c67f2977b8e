import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-tags-sent-with-a-renewal',
  defect: 'A re-import carries the tags, which the service refuses.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `        ...(place.reference === undefined ? tagsField(tags) : { CertificateArn: place.reference }),
`,
      to: `        ...tagsField(tags),
        ...(place.reference === undefined ? {} : { CertificateArn: place.reference }),
`,
    },
  ],
  killedBy: { slug: 'deploy/renewal-keeps-its-address', on: 'aws-acm' },
});
