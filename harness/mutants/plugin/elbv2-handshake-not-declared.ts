import { mutant } from '../mutant.js';

export default mutant({
  name: 'elbv2-handshake-not-declared',
  defect: 'The plugin makes handshakes, and its manifest does not say so.',
  file: 'plugins/aws-elbv2/src/capabilities.ts',
  replace: [{ from: '  handshakes: true,', to: '  handshakes: false,' }],
  killedBy: { slug: 'bind/handshakes-undeclared-is-absent', on: 'aws-elbv2' },
});
