import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-any-refusal-is-absent',
  defect: 'A look that is forbidden counts as: nothing is there.',
  file: 'plugins/aws-acm/src/inspect-certificate.ts',
  replace: [
    {
      from: "if (isFailure(described.reason, 'absent')) return { state: 'absent' };",
      to: "if (isFailure(described.reason, 'absent', 'refused')) return { state: 'absent' };",
    },
  ],
  killedBy: { slug: 'errors/forbidden-is-not-absent', on: 'aws-acm' },
});
