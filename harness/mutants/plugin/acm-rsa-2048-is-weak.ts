import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-rsa-2048-is-weak',
  defect: 'The bound of weak keys is one too high: RSA 2048 is refused.',
  file: 'plugins/aws-acm/src/review.ts',
  replace: [
    {
      from: "  if (keyAlgorithm.startsWith('other:')) {",
      to: "  if (keyAlgorithm.startsWith('other:') || keyAlgorithm === 'RSA-2048') {",
    },
  ],
  killedBy: { slug: 'algorithm/rsa-2048', on: 'aws-acm' },
});
