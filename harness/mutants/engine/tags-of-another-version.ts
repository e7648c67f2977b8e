import { mutant } from '../mutant.js';

export default mutant({
  name: 'tags-of-another-version',
  defect:
    'The tags of the version before are taken for those of the import, because the latest is shown late.',
  file: 'packages/engine/src/flow/apply-tags.ts',
  replace: [
    {
      from: "const at = versioned ? { revision } : 'latest';",
      to: "const at = versioned ? 'latest' : 'latest';",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a renewal in a store that keeps versions > looks at the tags of its own version, however late the latest is shown',
  },
});
