import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-policy-of-the-renewal-restored',
  defect: 'A certificate that is put back gets the policy of the target, and not the one that it had.',
  file: 'plugins/azure-key-vault/src/import-certificate.ts',
  replace: [
    {
      from: 'previous?.secretProperties?.contentType ?? CONTENT_TYPE[config.content_type]',
      to: 'CONTENT_TYPE[config.content_type]',
    },
    { from: 'certificatePolicy: previous ?? renewedPolicy(', to: 'certificatePolicy: renewedPolicy(' },
  ],
  killedBy: {
    file: 'plugins/azure-key-vault/src/emulated.test.ts',
    test: 'an import > puts back what was there: policy, form and state exactly, as a new version',
  },
});
