import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-outage-is-absent',
  defect: 'A look that the service cannot answer counts as: nothing is there.',
  file: 'plugins/aws-acm/src/inspect-certificate.ts',
  replace: [
    {
      from: "if (isFailure(described.reason, 'absent')) return { state: 'absent' };",
      to: "if (isFailure(described.reason, 'absent', 'broken')) return { state: 'absent' };",
    },
  ],
  killedBy: { slug: 'errors/out-of-order-is-not-absent', on: 'aws-acm' },
});
