import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-disable-not-declared',
  defect: 'That versions can be taken out of service is not in the manifest, so no rollback does it.',
  file: 'plugins/azure-key-vault/src/capabilities.ts',
  replace: [{ from: '  disables: true,', to: '  disables: false,' }],
  killedBy: { slug: 'rollback/undeclared-disable-is-absent', on: 'azure-key-vault' },
});
