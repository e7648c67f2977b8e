import { mutant } from '../mutant.js';

export default mutant({
  name: 'looks-at-latest-only',
  defect: 'The version that the import made is not looked at, only the latest.',
  file: 'packages/engine/src/flow/prove.ts',
  replace: [
    {
      from: 'const own = versioned ? await store.read(place, { revision }, call) : latest;',
      to: 'const own = latest;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a renewal in a store that keeps versions > looks at the version that the import has named, too',
  },
});
