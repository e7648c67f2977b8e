import { mutant } from '../mutant.js';

export default mutant({
  name: 'only-searched-for',
  defect: 'A first import whose answer was lost is never looked for at an address that was known before.',
  file: 'packages/engine/src/flow/look.ts',
  replace: [
    {
      from: 'if (isUnplaced && resolved.store.find) {',
      to: "if (isUnplaced && !resolved.store.find) return { seen: 'previous', place };\n    if (isUnplaced && resolved.store.find) {",
    },
  ],
  killedBy: {
    file: 'harness/e2e/src/filesystem.test.ts',
    test: 'a first write whose answer was lost > is seen at its address, which nobody has to search for',
  },
  alsoKilledBy: { slug: 'errors/lost-first-answer-is-found', on: 'filesystem' },
});
