import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-policy-dropped',
  defect:
    'Policy and attributes are handed to the SDK under the names of its documents, which it drops from the request.',
  file: 'plugins/azure-key-vault/src/import-certificate.ts',
  replace: [
    {
      from: '    certificatePolicy: previous ?? renewedPolicy(config, material.leaf, policyIn(replaces)),\n',
      to: '    certificatePolicy: {},\n',
    },
  ],
  killedBy: {
    file: 'harness/e2e/src/vault-flow.test.ts',
    test: 'a certificate in Key Vault > has its policy and attributes on the wire, and not only in the SDK',
  },
});
