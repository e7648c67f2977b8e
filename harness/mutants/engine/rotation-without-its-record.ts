import { mutant } from '../mutant.js';

export default mutant({
  name: 'rotation-without-its-record',
  defect: 'Keys are wrapped by another key, and the store goes on naming the old one.',
  file: 'packages/persistence/src/keeper/sealed-key-keeper.ts',
  replace: [
    {
      from: 'await this.#active.replace(db, check);',
      to: 'if (check.id === present.id) await this.#active.replace(db, check);',
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/keeper/sealed-key-keeper.test.ts',
    test: "keys that are sealed on 'sqlite' > are wrapped anew when the key-encryption key changes, and the old one opens nothing",
  },
});
