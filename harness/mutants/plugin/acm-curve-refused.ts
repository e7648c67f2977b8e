import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-curve-refused',
  defect: 'The plan refuses keys that the service takes.',
  file: 'plugins/aws-acm/src/review.ts',
  replace: [
    {
      from: "  if (keyAlgorithm.startsWith('other:')) {",
      to: "  if (keyAlgorithm.startsWith('other:') || keyAlgorithm.endsWith('P-521')) {",
    },
  ],
  killedBy: { slug: 'algorithm/ec-p521', on: 'aws-acm' },
});
