import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-discovery-not-declared',
  defect: 'The plugin lists whole accounts, and its manifest does not say so.',
  file: 'plugins/aws-acm/src/capabilities.ts',
  replace: [{ from: '  discovers: true,', to: '  discovers: false,' }],
  killedBy: { slug: 'discovery/undeclared-is-refused', on: 'aws-acm' },
});
