import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-writers-not-declared',
  defect: 'The plugin reads who wrote, and its manifest does not say so.',
  file: 'plugins/aws-acm/src/capabilities.ts',
  replace: [{ from: '  writers: true,', to: '  writers: false,' }],
  killedBy: { slug: 'writers/undeclared-is-absent', on: 'aws-acm' },
});
