import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-rsa-4096-refused',
  defect: 'RSA 4096 is refused because one consumer of the store does not take it.',
  file: 'plugins/aws-acm/src/review.ts',
  replace: [
    {
      from: "  if (keyAlgorithm.startsWith('other:')) {",
      to: "  if (keyAlgorithm.startsWith('other:') || keyAlgorithm === 'RSA-4096') {",
    },
  ],
  killedBy: { slug: 'algorithm/rsa-4096', on: 'aws-acm' },
});
