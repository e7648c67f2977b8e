import { mutant } from '../mutant.js';

export default mutant({
  name: 'elbv2-writers-not-declared',
  defect: 'The plugin reads who changed a listener, and its manifest does not say so.',
  file: 'plugins/aws-elbv2/src/capabilities.ts',
  replace: [{ from: '  writers: true,', to: '  writers: false,' }],
  killedBy: { slug: 'writers/consumer-undeclared-is-absent', on: 'aws-elbv2' },
});
