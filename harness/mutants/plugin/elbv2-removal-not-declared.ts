import { mutant } from '../mutant.js';

export default mutant({
  name: 'elbv2-removal-not-declared',
  defect: 'The plugin takes certificates from a list, and its manifest does not say so.',
  file: 'plugins/aws-elbv2/src/capabilities.ts',
  replace: [{ from: '  unbinds: true,', to: '  unbinds: false,' }],
  killedBy: { slug: 'bind/unbinds-undeclared-is-absent', on: 'aws-elbv2' },
});
