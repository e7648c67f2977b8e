import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-retry-after-ignored',
  defect: 'When to come again, the service says in vain.',
  file: 'packages/plugin-aws/src/aws-classifier.ts',
  replace: [
    {
      from: `    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
`,
      to: `    ...(retryAfterMs === undefined ? {} : { retryAfterMs: 0 }),
`,
    },
  ],
  killedBy: { slug: 'errors/retry-after-is-kept', on: 'aws-acm' },
});
