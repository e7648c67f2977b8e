import { mutant } from '../mutant.js';

export default mutant({
  name: 'overtaken-deploy-keeps-its-key',
  defect: 'A deploy that was overtaken puts its key in the place of the one that its successor needs.',
  file: 'packages/engine/src/flow/keep.ts',
  replace: [
    { from: 'material, privateKey, deploymentId, confirm)', to: 'material, privateKey, deploymentId)' },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/stopped.test.ts',
    test: 'a deploy that was stopped past its lease, and overtaken > before it keeps its key: ends unresolved, and leaves what its successor did alone',
  },
});
