import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-looks-at-latest-only',
  defect: 'Whatever version is asked for, the latest is shown.',
  file: 'plugins/azure-key-vault/src/key-vault-store.ts',
  replace: [
    {
      from: "    const version = at === 'latest' ? LATEST : at.revision;",
      to: "    const version = at === 'latest' || at.revision !== '' ? LATEST : at.revision;",
    },
  ],
  killedBy: { slug: 'proof/late-revision-is-waited-for', on: 'azure-key-vault' },
});
