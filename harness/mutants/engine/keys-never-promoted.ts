import { mutant } from '../mutant.js';

export default mutant({
  name: 'keys-never-promoted',
  defect: 'The key of what was deployed is not kept as the current one, so the next deploy cannot go back.',
  file: 'packages/engine/src/flow/closer.ts',
  replace: [
    {
      from: "if (status === 'deployed') {\n      await this.keeper.promote(address, entry.id);",
      to: "if (status === 'deployed') {",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > puts the previous certificate back with its own key, and proves it',
  },
});
