import { mutant } from '../mutant.js';

export default mutant({
  name: 'tags-before-the-reference-is-on-disk',
  defect: 'A fresh certificate gets its tags though no disk knows yet where it is.',
  file: 'packages/engine/src/flow/progress.ts',
  replace: [{ from: "return phase === 'imported' && isKnown;", to: "return phase === 'imported';" }],
  killedBy: {
    file: 'packages/engine/src/flow/progress.test.ts',
    test: 'tags that are set soon after an import was answered > wait for it when the import gave the certificate its address',
  },
});
