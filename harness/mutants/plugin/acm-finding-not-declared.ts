import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-finding-not-declared',
  defect: 'A finding is reported under a code that no document has.',
  file: 'plugins/aws-acm/src/review.ts',
  replace: [
    {
      from: `      finding('acm_key_not_for_every_service', \`CloudFront does not take keys of \${keyAlgorithm}.\`, remedy),`,
      to: `      {
        ...finding('acm_key_not_for_every_service', \`CloudFront takes no \${keyAlgorithm}.\`, remedy),
        code: 'acm_curve',
      },`,
    },
  ],
  killedBy: { slug: 'contract/findings-are-declared', on: 'aws-acm' },
});
