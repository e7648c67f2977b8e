import { mutant } from '../mutant.js';

export default mutant({
  name: 'no-certificate-is-unknown',
  defect: 'A file that holds half a certificate leaves the deploy open for ever.',
  file: 'packages/engine/src/flow/look.ts',
  replace: [{ from: "NO_CERTIFICATE.has(error.code) ? 'foreign' : 'unknown'", to: "'unknown'" }],
  killedBy: {
    file: 'packages/engine/src/flow/rollback.test.ts',
    test: 'a rollback > ends where the service holds what is no certificate at all',
  },
});
