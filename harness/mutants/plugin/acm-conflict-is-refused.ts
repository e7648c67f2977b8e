import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-conflict-is-refused',
  defect: 'Somebody else’s operation on the certificate is not told from a refusal.',
  file: 'plugins/aws-acm/src/classify.ts',
  replace: [
    {
      from: `  ConflictException: 'conflict',
`,
      to: `  ConflictException: 'refused',
`,
    },
  ],
  killedBy: { slug: 'errors/conflict-ends-the-deploy', on: 'aws-acm' },
});
