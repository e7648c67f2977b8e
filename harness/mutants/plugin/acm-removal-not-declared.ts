import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-removal-not-declared',
  defect: 'The plugin can delete certificates, and its manifest does not say so.',
  file: 'plugins/aws-acm/src/capabilities.ts',
  replace: [{ from: '  removes: true,', to: '  removes: false,' }],
  killedBy: { slug: 'rollback/undeclared-remove-is-absent', on: 'aws-acm' },
});
