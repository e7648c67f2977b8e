import { mutant } from '../mutant.js';

export default mutant({
  name: 'one-absent-read-of-tags-ends-the-deploy',
  defect:
    'A fresh certificate is taken back because its tags, asked for once, were said not to be there yet.',
  file: 'packages/engine/src/flow/apply-tags.ts',
  replace: [{ from: 'failed = passing(error);', to: 'throw passing(error);' }],
  killedBy: {
    file: 'packages/engine/src/flow/apply-tags.test.ts',
    test: 'tags of a certificate that the service has just been given > are asked for again when a read of them ends absent',
  },
});
