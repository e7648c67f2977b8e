import { mutant } from '../mutant.js';

export default mutant({
  name: 'memory-address-not-told',
  defect: 'The new address of a renewal is not told.',
  file: 'harness/reference/src/memory-store.ts',
  replace: [
    {
      from: `          place: placeOf(imported.reference, imported.reference),
`,
      to: `          place: placeOf(place.reference ?? imported.reference, place.reference ?? imported.reference),
`,
    },
  ],
  killedBy: { slug: 'deploy/renewal-makes-a-new-address', on: 'memory-replacing' },
});
