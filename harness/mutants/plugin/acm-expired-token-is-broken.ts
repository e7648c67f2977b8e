import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-expired-token-is-broken',
  defect: 'A token that ran out counts as an outage.',
  file: 'packages/plugin-aws/src/aws-classifier.ts',
  replace: [
    {
      from: `  RequestTimeout: 'broken',
`,
      to: `  RequestTimeout: 'broken',
  ExpiredTokenException: 'broken',
`,
    },
  ],
  killedBy: { slug: 'errors/unknown-caller-is-refused', on: 'aws-acm' },
});
