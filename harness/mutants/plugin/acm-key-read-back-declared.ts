import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-key-read-back-declared',
  defect: 'The manifest promises a key that the service never gives.',
  file: 'plugins/aws-acm/src/capabilities.ts',
  replace: [{ from: '  readsKeyBack: false,', to: '  readsKeyBack: true,' }],
  killedBy: { slug: 'deploy/first-import-is-held', on: 'aws-acm' },
});
