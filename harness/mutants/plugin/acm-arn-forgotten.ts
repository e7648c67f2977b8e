import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-arn-forgotten',
  defect: 'Every import makes another certificate, because the ARN is left out.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `        ...(place.reference === undefined ? tagsField(tags) : { CertificateArn: place.reference }),
`,
      to: `        ...(tags === undefined ? { CertificateArn: place.reference } : tagsField(tags)),
`,
    },
  ],
  killedBy: { slug: 'errors/throttled-import-is-sent-again', on: 'aws-acm' },
});
