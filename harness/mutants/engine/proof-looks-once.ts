import { mutant } from '../mutant.js';

export default mutant({
  name: 'proof-looks-once',
  defect: 'The proof gives up on the first read that shows the old certificate.',
  file: 'packages/engine/src/flow/prove.ts',
  replace: [
    {
      from: 'if (left <= 0) break;',
      to: 'if (left <= 0 || resolved) break;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a renewal > waits for reads that still show the old certificate',
  },
  alsoKilledBy: { slug: 'proof/stale-read-is-waited-for', on: 'memory' },
});
