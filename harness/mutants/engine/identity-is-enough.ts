import { mutant } from '../mutant.js';

export default mutant({
  name: 'identity-is-enough',
  defect: 'A write by an identity that is not told is taken for ours.',
  file: 'packages/engine/src/writers/recognise.ts',
  replace: [
    {
      from: 'self !== undefined && write.principal.toLowerCase() === self.toLowerCase()',
      to: 'self === undefined || write.principal.toLowerCase() === self.toLowerCase()',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/writers/writer-survey.test.ts',
    test: 'who wrote to a target > takes no write for ours by a principal that could not be told',
  },
});
