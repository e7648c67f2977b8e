import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-key-not-declared',
  defect: 'The plugin can read private keys, and its manifest says that it cannot.',
  file: 'plugins/azure-key-vault/src/capabilities.ts',
  replace: [{ from: '  readsKeyBack: true,', to: '  readsKeyBack: false,' }],
  killedBy: { slug: 'rollback/undeclared-key-is-not-given', on: 'azure-key-vault' },
});
