import { mutant } from '../mutant.js';

export default mutant({
  name: 'restores-with-the-new-key',
  defect: 'The old certificate is sent back with the key of the new one.',
  file: 'packages/engine/src/flow/previous-material.ts',
  replace: [
    {
      from: 'this.keeper.find(resolved.place.address, leaf.fingerprint)',
      to: "this.keeper.find(resolved.place.address, (await this.keeper.list(resolved.place.address)).find(({ role }) => role === 'pending')?.fingerprint ?? leaf.fingerprint)",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > puts the previous certificate back with its own key, and proves it',
  },
  alsoKilledBy: { slug: 'rollback/restores-with-its-own-key', on: 'memory' },
});
