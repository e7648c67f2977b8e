import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-classifier-throws',
  defect: 'The classifier trusts that every error is an object.',
  file: 'packages/plugin-aws/src/aws-classifier.ts',
  replace: [
    {
      from: "typeof error === 'object' && error !== null ? (error as Thrown) : { message: error };",
      to: 'error as Thrown;',
    },
  ],
  killedBy: { slug: 'errors/classify-takes-anything', on: 'aws-acm' },
});
