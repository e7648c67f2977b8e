import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-unwraps-with-the-newest',
  defect: "What an older version of the vault's key wrapped is given to the newest.",
  file: 'packages/key-azure-key-vault/src/azure-key-vault-key.ts',
  replace: [
    {
      from: 'const { version, key, sealed } = parts;',
      to: 'const { key, sealed } = parts;\n    const version = await this.#newest();',
    },
  ],
  killedBy: {
    file: 'packages/key-azure-key-vault/src/azure-key-vault-key.test.ts',
    test: 'a key of Key Vault > goes on unwrapping what older versions wrapped, and wraps with the newest',
  },
});
