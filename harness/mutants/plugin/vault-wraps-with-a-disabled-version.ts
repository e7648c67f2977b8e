import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-wraps-with-a-disabled-version',
  defect: 'A disabled version wraps what it will not unwrap.',
  file: 'packages/key-azure-key-vault/src/azure-key-vault-key.ts',
  replace: [
    {
      from: 'if (bundle.attributes?.enabled === false) {',
      to: "if (bundle.attributes?.enabled === false && version === '') {",
    },
  ],
  killedBy: {
    file: 'packages/key-azure-key-vault/src/azure-key-vault-key.test.ts',
    test: 'a key of Key Vault > goes on unwrapping what older versions wrapped, and wraps with the newest',
  },
});
