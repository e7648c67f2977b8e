import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-p384-refused',
  defect: 'P-384 is refused because one consumer of the store does not take it.',
  file: 'plugins/aws-acm/src/review.ts',
  replace: [
    {
      from: "  if (keyAlgorithm.startsWith('other:')) {",
      to: "  if (['EC-P-384'].includes(keyAlgorithm) || keyAlgorithm.startsWith('other:')) {",
    },
  ],
  killedBy: { slug: 'algorithm/ec-p384', on: 'aws-acm' },
});
