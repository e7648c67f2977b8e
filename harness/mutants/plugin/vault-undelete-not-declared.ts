import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-undelete-not-declared',
  defect: 'The plugin can recover deleted names, and its manifest does not say so.',
  file: 'plugins/azure-key-vault/src/capabilities.ts',
  replace: [{ from: '  undeletes: true,', to: '  undeletes: false,' }],
  killedBy: { slug: 'undelete/undeclared-is-absent', on: 'azure-key-vault' },
});
