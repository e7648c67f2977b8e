import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-tags-not-sent',
  defect: 'An import sends no tags, because a vault is said to carry them over by itself.',
  file: 'plugins/azure-key-vault/src/import-certificate.ts',
  replace: [
    { from: '    tags: { ...tags },\n', to: '    tags: Object.keys(tags).length < 0 ? { ...tags } : {},\n' },
  ],
  killedBy: {
    file: 'harness/e2e/src/vault-flow.test.ts',
    test: 'a certificate in Key Vault > keeps the tags that somebody else set, though a vault carries none over',
  },
  alsoKilledBy: { slug: 'tags/first-import-carries-them', on: 'azure-key-vault' },
});
