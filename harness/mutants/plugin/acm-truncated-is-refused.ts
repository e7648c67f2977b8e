import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-truncated-is-refused',
  defect: 'A connection that is closed in the middle of an answer counts as a refusal.',
  file: 'packages/plugin-aws/src/aws-classifier.ts',
  replace: [
    {
      from: `  if (message.startsWith('Rate exceeded')) return 'throttled';
`,
      to: `  if (message.startsWith('Rate exceeded')) return 'throttled';
  if (message.startsWith('The connection was closed')) return 'refused';
`,
    },
  ],
  killedBy: { slug: 'errors/truncated-answer-is-not-believed', on: 'aws-acm' },
});
