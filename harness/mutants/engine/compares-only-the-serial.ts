import { mutant } from '../mutant.js';

export default mutant({
  name: 'compares-only-the-serial',
  defect: 'A held certificate is compared by its serial, not by its leaf.',
  file: 'packages/engine/src/flow/held.ts',
  replace: [
    {
      from: 'if (!held.leaf || !sameCertificate(held.leaf, wanted.leaf)) return false;',
      to: 'if (!held.leaf || readCertificate(held.leaf).serial !== wanted.serial) return false;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/held.test.ts',
    test: 'holding what is wanted > is seen by the leaf: another certificate with the same serial is another certificate',
  },
  alsoKilledBy: { slug: 'proof/same-serial-is-not-enough', on: 'memory' },
});
