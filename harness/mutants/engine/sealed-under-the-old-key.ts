import { mutant } from '../mutant.js';

export default mutant({
  name: 'sealed-under-the-old-key',
  defect: 'A process keeps keys under a key-encryption key that another one has changed.',
  file: 'packages/persistence/src/keeper/sealed-key-keeper.ts',
  replace: [
    {
      from: 'if (key) await this.#active.confirm(db);',
      to: "if (key && address === '') await this.#active.confirm(db);",
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/keeper/sealed-key-keeper.test.ts',
    test: "keys that are sealed on 'sqlite' > are wrapped anew when the key-encryption key changes, and the old one opens nothing",
  },
});
