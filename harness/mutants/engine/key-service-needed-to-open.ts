import { mutant } from '../mutant.js';

export default mutant({
  name: 'key-service-needed-to-open',
  defect: 'A key service that is down keeps the whole store shut.',
  file: 'packages/persistence/src/keeper/active-key.ts',
  replace: [
    {
      from: "if (!isCertctlError(error) || error.code !== 'key_encryption_key_unreachable') throw error;",
      to: "if (!isCertctlError(error) || error.code !== 'internal') throw error;",
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/keeper/sealed-key-keeper.test.ts',
    test: "keys that are sealed on 'sqlite' > are opened when a service that was down is there again",
  },
});
