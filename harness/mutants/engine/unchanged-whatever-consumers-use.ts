import { mutant } from '../mutant.js';

export default mutant({
  name: 'unchanged-whatever-consumers-use',
  defect: 'The store holds the certificate already, so there is nothing to do, whatever the consumers use.',
  file: 'packages/engine/src/plan/planner.ts',
  replace: [
    {
      from: 'const steps = [...own, ...bindings.steps];',
      to: 'const steps = imports ? [...own, ...bindings.steps] : own;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/bindings.test.ts',
    test: 'a certificate and its consumers > points back a consumer that somebody has pointed elsewhere, without another import',
  },
});
