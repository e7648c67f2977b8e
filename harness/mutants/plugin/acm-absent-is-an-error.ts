import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-absent-is-an-error',
  defect: 'A certificate that does not exist is taken for a failure of the service.',
  file: 'packages/plugin-aws/src/aws-classifier.ts',
  replace: [
    {
      from: `  const sorted = name !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
`,
      to: `  const found = name !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
  const sorted = found === 'absent' ? 'refused' : found;
`,
    },
  ],
  killedBy: { slug: 'errors/absent-is-absent', on: 'aws-acm' },
});
