import { mutant } from '../mutant.js';

export default mutant({
  name: 'keys-never-promoted',
  defect: 'The key of what was deployed is not kept as the current one, so the next deploy cannot go back.',
  file: 'packages/engine/src/flow/closer.ts',
  replace: [
    {
      from: "const isServed = status === 'deployed' || (status === 'also_failed' && holds === 'new');",
      to: "const isServed = status === 'also_failed' && holds === 'new';",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > puts the previous certificate back with its own key, and proves it',
  },
});
