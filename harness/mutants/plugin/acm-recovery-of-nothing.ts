import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-recovery-of-nothing',
  defect: 'The commands for a recovery name no certificate.',
  file: 'plugins/aws-acm/src/recovery-commands.ts',
  replace: [
    {
      from: "  const at = ['--certificate-arn', arn];",
      to: "  const at = ['--certificate-arn', arn === '' ? arn : 'ARN'];",
    },
  ],
  killedBy: { slug: 'recovery/commands-name-the-place', on: 'aws-acm' },
});
