import { mutant } from '../mutant.js';

export default mutant({
  name: 'writes-after-its-lease-was-lost',
  defect: 'A deploy that was stopped past its lease rolls back over the work of its successor.',
  file: 'packages/engine/src/flow/carry-out.ts',
  replace: [{ from: 'await input.leases.confirm();', to: '' }],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'two deploys at once > lets a deploy whose lease was lost write nothing more',
  },
});
