import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-rsa-3072-unknown',
  defect: 'The list of key sizes was written by heart, and has no RSA 3072.',
  file: 'plugins/aws-acm/src/review.ts',
  replace: [
    {
      from: "  if (keyAlgorithm.startsWith('other:')) {",
      to: "  if (keyAlgorithm.startsWith('other:') || keyAlgorithm === 'RSA-3072') {",
    },
  ],
  killedBy: { slug: 'algorithm/rsa-3072', on: 'aws-acm' },
});
