import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-reason-missing',
  defect: 'A permission is declared without a reason.',
  file: 'plugins/aws-acm/src/permissions.ts',
  replace: [
    {
      from: `    why: 'Imports a renewed certificate, and the previous one when it has to come back.',
`,
      to: `    why: '',
`,
    },
  ],
  killedBy: { slug: 'permissions/manifest-is-complete', on: 'aws-acm' },
});
