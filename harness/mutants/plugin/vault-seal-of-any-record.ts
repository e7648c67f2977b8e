import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-seal-of-any-record',
  defect: "What the vault's key wraps for one record is unwrapped for any.",
  file: 'packages/key-azure-key-vault/src/bind-context.ts',
  replace: [
    {
      from: "['certctl-vault-data-key-1', ...sorted]",
      to: "['certctl-vault-data-key-1', sorted.length === 0]",
    },
  ],
  killedBy: {
    file: 'packages/key-azure-key-vault/src/azure-key-vault-key.test.ts',
    test: 'a key of Key Vault > does not unwrap for another context, nor what another key wrapped, nor what was changed',
  },
});
