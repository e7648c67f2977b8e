import { mutant } from '../mutant.js';

export default mutant({
  name: 'compromised-key-in-another-leaf',
  defect: 'Only the leaf that was marked is refused, and not a renewal that has its key.',
  file: 'packages/engine/src/record/compromised-leaves.ts',
  replace: [{ from: 'mark.publicKey === publicKey', to: 'mark.fingerprint === publicKey' }],
  killedBy: {
    file: 'packages/engine/src/flow/key-acts.test.ts',
    test: 'a certificate that was marked compromised > is refused when it is deployed again, or adopted, and so is another one of its key',
  },
});
