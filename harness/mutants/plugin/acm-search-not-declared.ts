import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-search-not-declared',
  defect: 'A search that is there is not declared.',
  file: 'plugins/aws-acm/src/capabilities.ts',
  replace: [{ from: '  finds: true,', to: '  finds: false,' }],
  killedBy: { slug: 'ownership/undeclared-search-is-absent', on: 'aws-acm' },
});
