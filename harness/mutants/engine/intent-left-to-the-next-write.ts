import { mutant } from '../mutant.js';

export default mutant({
  name: 'intent-left-to-the-next-write',
  defect: 'The import is sent before its intent and the key that it brings are on disk.',
  file: 'packages/persistence/src/keeper/sealed-key-keeper.ts',
  replace: [
    {
      from: "role: 'pending', origin: 'sent', deploymentId, notAfter });\n    });",
      to: "role: 'pending', origin: 'sent', deploymentId, notAfter });\n    }, 'log');",
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/store/store.test.ts',
    test: 'what is written > with the key that a request brings, its intent among it, is on disk at once',
  },
});
