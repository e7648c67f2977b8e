import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-secret-in-the-file',
  defect: 'A secret is taken as it is, where a reference to it should stand.',
  file: 'plugins/azure-key-vault/src/config.ts',
  replace: [
    {
      from: 'const SECRET_REFERENCE = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;',
      to: 'const SECRET_REFERENCE = /^.+$/;',
    },
  ],
  killedBy: { slug: 'config/secrets-are-references', on: 'azure-key-vault' },
});
