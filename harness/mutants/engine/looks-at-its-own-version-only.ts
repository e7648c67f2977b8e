import { mutant } from '../mutant.js';

export default mutant({
  name: 'looks-at-its-own-version-only',
  defect: 'The version that the import made is looked at, and not what consumers of the latest are given.',
  file: 'packages/engine/src/flow/prove.ts',
  replace: [
    {
      from: "const latest = await store.read(place, 'latest', call);",
      to: "const latest = await store.read(place, versioned ? { revision } : 'latest', call);",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a renewal in a store that keeps versions > looks at the latest version, too, which may be another',
  },
});
