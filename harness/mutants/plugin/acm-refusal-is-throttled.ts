import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-refusal-is-throttled',
  defect: 'What the service will never do is asked again and again.',
  file: 'packages/plugin-aws/src/aws-classifier.ts',
  replace: [
    {
      from: `  if (status !== undefined && status >= 400 && status < 500 && status !== 408) return 'refused';
`,
      to: `  if (status !== undefined && status >= 400 && status < 500 && status !== 408) return 'throttled';
`,
    },
  ],
  killedBy: { slug: 'errors/refused-is-not-repeated', on: 'aws-acm' },
});
