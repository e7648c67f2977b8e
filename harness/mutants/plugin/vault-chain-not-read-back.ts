import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-chain-not-read-back',
  defect: 'The key is read back, and the chain is not.',
  file: 'plugins/azure-key-vault/src/read-key-back.ts',
  replace: [
    {
      from: '  if (sameCertificate(leaf, new Uint8Array(cer))) return { privateKey, chain };',
      to: '  if (sameCertificate(leaf, new Uint8Array(cer))) return { privateKey, chain: chain.slice(9) };',
    },
  ],
  killedBy: { slug: 'rollback/key-is-read-back', on: 'azure-key-vault' },
});
