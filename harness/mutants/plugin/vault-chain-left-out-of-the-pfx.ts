import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-chain-left-out-of-the-pfx',
  defect: 'The PKCS#12 has the leaf and its key, and no chain.',
  file: 'plugins/azure-key-vault/src/import-certificate.ts',
  replace: [{ from: 'await writePkcs12(material, {', to: 'await writePkcs12({ ...material, chain: [] }, {' }],
  killedBy: {
    file: 'harness/e2e/src/vault-flow.test.ts',
    test: 'a certificate in Key Vault > is imported, renewed as a new version, and left alone when nothing is to be done',
  },
});
