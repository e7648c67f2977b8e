import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-never-disables',
  defect: 'A version that is bad stays in service.',
  file: 'plugins/azure-key-vault/src/vault-api.ts',
  replace: [
    {
      from: '    const change = { certificateAttributes: { enabled: false } };',
      to: '    const change = { certificateAttributes: { enabled: true } };',
    },
  ],
  killedBy: { slug: 'rollback/first-version-is-disabled', on: 'azure-key-vault' },
});
