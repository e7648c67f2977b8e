import { mutant } from '../mutant.js';

export default mutant({
  name: 'one-lost-request-strands-the-rollback',
  defect: 'A single lost request for a deletion leaves the certificate that could not be proven.',
  file: 'packages/engine/src/flow/until-answered.ts',
  replace: [{ from: 'const ROUNDS = 3;', to: 'const ROUNDS = 1;' }],
  killedBy: {
    file: 'packages/engine/src/flow/rollback.test.ts',
    test: 'a rollback > asks again for a deletion whose request was lost',
  },
});
