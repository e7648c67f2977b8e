import { mutant } from '../mutant.js';

export default mutant({
  name: 'not-shown-is-the-same',
  defect:
    'A store that shows nothing is taken to show what it showed before: restored is said of what nobody has seen.',
  file: 'packages/engine/src/flow/held.ts',
  replace: [
    {
      from: '    return held.fingerprint !== undefined && held.fingerprint === before.fingerprint;\n',
      to: '    return held.fingerprint === before.fingerprint;\n',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/what-is-shown.test.ts',
    test: 'what a store does not show > is not seen to be the same as before: fingerprint',
  },
});
