import { mutant } from '../mutant.js';

export default mutant({
  name: 'appliance-fingerprint-as-on-the-screen',
  defect: 'The fingerprint is given as the service shows it, in capitals and with colons.',
  file: 'harness/reference/src/memory-appliance-store.ts',
  replace: [
    {
      from: "fingerprint: fingerprint.replaceAll(':', '').toLowerCase()",
      to: 'fingerprint: fingerprint.trim()',
    },
  ],
  killedBy: { slug: 'proof/fingerprint-is-of-the-leaf', on: 'memory-appliance' },
});
