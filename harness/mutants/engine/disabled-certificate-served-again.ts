import { mutant } from '../mutant.js';

export default mutant({
  name: 'disabled-certificate-served-again',
  defect: 'The certificate that somebody took out of service is imported again by the next run.',
  file: 'packages/engine/src/plan/findings.ts',
  replace: [{ from: "severity: again ? 'refusal' : 'warning',", to: "severity: 'warning'," }],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a latest version that is disabled > is not enabled again by deploying the certificate that somebody took out of service',
  },
});
