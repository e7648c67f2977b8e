import { mutant } from '../mutant.js';

export default mutant({
  name: 'says-restored-without-looking',
  defect: 'The restore counts as done when its import was answered; nobody looks at what is held.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [
    {
      from: "if (now.seen === 'previous' && (sent.answered || round === ROUNDS)) {",
      to: 'if (sent.answered || round === ROUNDS) {',
    },
    {
      from: '(shown) => !shown.disabled && isSame(shown, before, resolved.plugin.capabilities.proof),',
      to: '() => true,',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/rollback.test.ts',
    test: 'a rollback > says restored only of what it has seen, however well its import was answered',
  },
});
