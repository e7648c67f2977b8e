import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-throttle-is-refused',
  defect: 'A throttle is taken for a refusal, and the night’s renewals fail.',
  file: 'packages/plugin-aws/src/aws-classifier.ts',
  replace: [
    {
      from: `  ThrottlingException: 'throttled',
`,
      to: `  ThrottlingException: 'refused',
`,
    },
  ],
  killedBy: { slug: 'errors/throttling-is-bounded', on: 'aws-acm' },
});
