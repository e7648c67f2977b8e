import { mutant } from '../mutant.js';

export default mutant({
  name: 'front-import-waits-for-a-switch',
  defect: 'What is imported lies beside what is served, until somebody switches over.',
  file: 'harness/reference/src/memory-front-store.ts',
  replace: [
    {
      from: '          front.install(address, {',
      to: "          front.install(address.concat('-next'), {",
    },
  ],
  killedBy: { slug: 'serving/import-is-served-at-once', on: 'memory-front' },
});
