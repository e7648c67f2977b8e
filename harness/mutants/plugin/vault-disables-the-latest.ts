import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-disables-the-latest',
  defect: 'A rollback disables the latest version, which is the good one.',
  file: 'plugins/azure-key-vault/src/key-vault-store.ts',
  replace: [
    {
      from: '    return this.#api.disable(nameAt(place), revision, call);',
      to: "    return this.#api.disable(nameAt(place), revision === '' ? revision : LATEST, call);",
    },
  ],
  killedBy: { slug: 'rollback/bad-version-is-disabled', on: 'azure-key-vault' },
});
