import { mutant } from '../mutant.js';

export default mutant({
  name: 'disabled-version-counts-as-held',
  defect: 'A version that consumers are not given counts as proof of a deploy.',
  file: 'packages/engine/src/flow/forward.ts',
  replace: [
    {
      from: '(held) => !held.disabled && holds(held, entry.incoming, proof)',
      to: '(held) => holds(held, entry.incoming, proof)',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a renewal in a store that keeps versions > does not take a version that is disabled for one that is served',
  },
});
