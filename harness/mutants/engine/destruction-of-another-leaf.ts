import { mutant } from '../mutant.js';

export default mutant({
  name: 'destruction-of-another-leaf',
  defect: 'Destroying the key of one leaf destroys every key at the address.',
  file: 'packages/persistence/src/keeper/kept-key-table.ts',
  replace: [
    {
      from: "  if (fingerprint !== undefined) query = query.where('fingerprint', '=', fingerprint);\n  if (role",
      to: "  if (fingerprint === '') query = query.where('fingerprint', '=', fingerprint);\n  if (role",
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/keeper/sealed-key-keeper.test.ts',
    test: "keys that are sealed on 'sqlite' > are destroyed on demand, that leaf and no other",
  },
});
