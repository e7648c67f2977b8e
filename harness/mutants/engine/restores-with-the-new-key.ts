import { mutant } from '../mutant.js';

export default mutant({
  name: 'restores-with-the-new-key',
  defect: 'The old certificate is sent back with the key of the new one.',
  file: 'packages/engine/src/flow/rollback.ts',
  replace: [
    {
      from: 'this.keeper.find(input.resolved.place.address, fingerprint)',
      to: 'this.keeper.find(input.resolved.place.address, input.entry.incoming.fingerprint)',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > puts the previous certificate back with its own key, and proves it',
  },
});
