import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-takes-rsa-only',
  defect: 'The plan knows RSA keys only.',
  file: 'plugins/aws-acm/src/review.ts',
  replace: [
    { from: "  if (keyAlgorithm.startsWith('other:')) {", to: "  if (!keyAlgorithm.startsWith('RSA-')) {" },
  ],
  killedBy: { slug: 'algorithm/ec-p256', on: 'aws-acm' },
});
