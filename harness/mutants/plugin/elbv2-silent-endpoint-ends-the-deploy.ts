import { mutant } from '../mutant.js';

export default mutant({
  name: 'elbv2-silent-endpoint-ends-the-deploy',
  defect: 'An endpoint that nobody answers at ends the deploy.',
  file: 'plugins/aws-elbv2/src/listener-probe.ts',
  replace: [
    {
      from: 'if (round >= ROUNDS) return { unreachable: error.failure.message };',
      to: 'if (round >= ROUNDS) throw error;',
    },
  ],
  killedBy: { slug: 'bind/silent-endpoint-is-said', on: 'aws-elbv2' },
});
