import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-signal-swallowed',
  defect: 'A look goes on waiting when the deploy has given it up.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: `      const command = new acmSdk.DescribeCertificateCommand({ CertificateArn: arn });
      return answered((await acm.send(command, { abortSignal })).Certificate, 'Certificate');`,
      to: `      const command = new acmSdk.DescribeCertificateCommand({ CertificateArn: arn });
      return answered((await acm.send(command, abortSignal ? {} : {})).Certificate, 'Certificate');`,
    },
  ],
  killedBy: { slug: 'cancellation/reaches-the-service', on: 'aws-acm' },
});
