import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-reset-is-refused',
  defect: 'A connection that breaks is taken for a refusal: nothing was sent, it says.',
  file: 'packages/plugin-aws/src/aws-classifier.ts',
  replace: [
    {
      from: `  if (name === undefined || name === 'Error' || name === 'SyntaxError' || name === 'TypeError')
    return 'broken';
`,
      to: `  if (name === 'Error' || name === 'TimeoutError') return 'refused';
  if (name === undefined || name === 'SyntaxError' || name === 'TypeError') return 'broken';
`,
    },
  ],
  killedBy: { slug: 'errors/lost-request-is-looked-for', on: 'aws-acm' },
});
