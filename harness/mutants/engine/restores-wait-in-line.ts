import { mutant } from '../mutant.js';

export default mutant({
  name: 'restores-wait-in-line',
  defect: 'A restore waits for its quota behind every import that came before it.',
  file: 'packages/engine/src/call/governor.ts',
  replace: [
    {
      from: 'if (turn.rank !== waiting.rank) return turn.rank < waiting.rank;',
      to: 'if (turn.rank !== waiting.rank) return false;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/call/governor.test.ts',
    test: 'the governor > lets a restore go before imports that have waited longer',
  },
});
