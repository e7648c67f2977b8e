import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-outage-is-refused',
  defect: 'A service that is out of order, or a connection that breaks, is taken for one that says no.',
  file: 'packages/plugin-aws/src/aws-classifier.ts',
  replace: [
    {
      from: `  if (name === undefined || name === 'Error' || name === 'SyntaxError' || name === 'TypeError')
    return 'broken';
`,
      to: `  if (name === undefined || name === 'SyntaxError' || name === 'TypeError') return 'broken';
  if (name === 'Error' || (status ?? 0) >= 500) return 'refused';
`,
    },
  ],
  killedBy: { slug: 'errors/broken-read-is-asked-again', on: 'aws-acm' },
});
