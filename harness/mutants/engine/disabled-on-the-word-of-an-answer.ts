import { mutant } from '../mutant.js';

export default mutant({
  name: 'disabled-on-the-word-of-an-answer',
  defect: 'A version counts as disabled because the call was answered.',
  file: 'packages/engine/src/flow/disable-revision.ts',
  replace: [{ from: "if (held === 'absent' || held.disabled) return [];", to: 'return [];' }],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a rollback in a store that keeps versions > does not believe an answer that the bad version was disabled',
  },
});
