import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-undeclared-call-in-removal',
  defect: 'Only when a first import is taken back, a call is made that no policy grants.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: `      acm.send(new acmSdk.DeleteCertificateCommand({ CertificateArn: arn }), { abortSignal }),
`,
      to: `      acm
        .send(new acmSdk.GetAccountConfigurationCommand({}), { abortSignal })
        .catch(() => {})
        .then(() => acm.send(new acmSdk.DeleteCertificateCommand({ CertificateArn: arn }), { abortSignal })),
`,
    },
  ],
  killedBy: { slug: 'rollback/first-import-is-removed', on: 'aws-acm' },
});
