import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-any-error-is-a-first-deploy',
  defect: 'Every error while the vault is asked what it holds counts as: nothing is there yet.',
  file: 'plugins/azure-key-vault/src/inspect-certificate.ts',
  replace: [
    {
      from: "if (isFailure(error, 'absent')) return 'absent';",
      to: "if (isFailure(error, 'absent', 'refused', 'broken')) return 'absent';",
    },
  ],
  killedBy: {
    file: 'harness/e2e/src/vault-permissions.test.ts',
    test: 'a certificate that cannot be read > is never taken for one that is not there',
  },
});
