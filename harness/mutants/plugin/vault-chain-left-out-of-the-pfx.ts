import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-chain-left-out-of-the-pfx',
  defect: 'The PKCS#12 has the leaf and its key, and no chain.',
  file: 'plugins/azure-key-vault/src/import-certificate.ts',
  replace: [{ from: 'await writePkcs12(material, {', to: 'await writePkcs12({ ...material, chain: [] }, {' }],
  killedBy: { slug: 'chain/every-form-brings-it', on: 'azure-key-vault' },
});
