import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-undeclared-call',
  defect: 'A call is made that no policy grants, past the door for calls.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: `      const command = new acmSdk.DescribeCertificateCommand({ CertificateArn: arn });
`,
      to: `      const command = new acmSdk.DescribeCertificateCommand({ CertificateArn: arn });
      await acm.send(new acmSdk.GetAccountConfigurationCommand({})).catch(() => {});
`,
    },
  ],
  killedBy: { slug: 'calls/only-what-is-declared', on: 'aws-acm' },
});
