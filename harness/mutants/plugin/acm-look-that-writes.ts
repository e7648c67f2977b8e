import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-look-that-writes',
  defect: 'A look marks the certificate as seen.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: `      const command = new acmSdk.DescribeCertificateCommand({ CertificateArn: arn });
`,
      to: `      const command = new acmSdk.DescribeCertificateCommand({ CertificateArn: arn });
      const seen = { CertificateArn: arn, Tags: [{ Key: 'seen', Value: 'yes' }] };
      await acm.send(new acmSdk.AddTagsToCertificateCommand(seen)).catch(() => {});
`,
    },
  ],
  killedBy: { slug: 'calls/looks-never-write', on: 'aws-acm' },
});
