import { mutant } from '../mutant.js';

export default mutant({
  name: 'spoiled-version-taken-for-the-new-one',
  defect: 'What our import has made counts as the new certificate, whatever the service has stored in it.',
  file: 'packages/engine/src/flow/rollback-result.ts',
  replace: [{ from: "return now.spoiled ? 'foreign' : 'new';", to: "return 'new';" }],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a first deploy that must be taken back in a store that keeps versions > is not called withdrawn where the version may not be disabled',
  },
});
