import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-read-declared-for-a-write',
  defect: 'Setting tags is declared as a read, and so is repeated blindly.',
  file: 'plugins/aws-acm/src/permissions.ts',
  replace: [
    {
      from: `    operation: 'acm:AddTagsToCertificate',
    effect: 'write',
`,
      to: `    operation: 'acm:AddTagsToCertificate',
    effect: 'read',
`,
    },
  ],
  killedBy: { slug: 'calls/declared-writes-are-writes', on: 'aws-acm' },
});
