import { mutant } from '../mutant.js';

export default mutant({
  name: 'elbv2-fresh-certificate-refused',
  defect: 'A fresh certificate that the load balancers do not know yet ends the deploy.',
  file: 'plugins/aws-elbv2/src/classify.ts',
  replace: [
    { from: "CertificateNotFoundException: 'absent'", to: "CertificateNotFoundException: 'refused'" },
  ],
  killedBy: {
    file: 'harness/e2e/src/listeners-flow.test.ts',
    test: 'a service that is slow to know > is waited for while it is all of that',
  },
  alsoKilledBy: { slug: 'bind/fresh-certificate-is-waited-for', on: 'aws-elbv2' },
});
