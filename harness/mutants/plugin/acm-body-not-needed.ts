import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-body-not-needed',
  defect: 'A certificate whose body may not be read is shown without one, as if it had none.',
  file: 'plugins/aws-acm/src/inspect-certificate.ts',
  replace: [
    {
      from: `  if (shown.status === 'fulfilled') return shown.value;
`,
      to: `  if (shown.status === 'fulfilled') return shown.value;
  if (isPermissionMissing(shown.reason)) return {};
`,
    },
  ],
  killedBy: { slug: 'permissions/required-one-missing-writes-nothing', on: 'aws-acm' },
});
