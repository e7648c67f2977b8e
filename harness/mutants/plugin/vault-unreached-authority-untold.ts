import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-unreached-authority-untold',
  defect:
    'A login endpoint whose certificate is not trusted is told as an authority that could not be looked up.',
  file: 'plugins/azure-key-vault/src/authority-reach.ts',
  replace: [
    {
      from: 'if (reach && error instanceof Error) reach.failure = error;',
      to: 'if (reach && !(error instanceof Error)) reach.failure = new Error();',
    },
  ],
  killedBy: {
    file: 'plugins/azure-key-vault/src/emulated-identity.test.ts',
    test: 'an authority that is not reached > because its certificate is not trusted is told with that, and with the CA bundle',
  },
});
