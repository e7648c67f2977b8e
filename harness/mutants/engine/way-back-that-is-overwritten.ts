import { mutant } from '../mutant.js';

export default mutant({
  name: 'way-back-that-is-overwritten',
  defect: 'Where nothing is kept, the plan counts on a key that the import itself overwrites.',
  file: 'packages/engine/src/flow/previous-material.ts',
  replace: [
    {
      from: "!keepsKeys(target) && plugin.capabilities.rotation !== 'versioned'",
      to: "!keepsKeys(target) && plugin.capabilities.rotation === 'replaces'",
    },
  ],
  killedBy: {
    file: 'harness/e2e/src/filesystem.test.ts',
    test: 'a bundle whose keys are not kept > has no way back by the file that its renewal overwrites, and is ours all the same, with keep: off',
  },
});
