import { mutant } from '../mutant.js';

export default mutant({
  name: 'way-back-promised-without-a-key',
  defect: 'The plan promises a way back though no copy of the key is to be had.',
  file: 'packages/engine/src/plan/way-back.ts',
  replace: [
    {
      from: "    if (found.from === 'nowhere') return impossible(input, found, degraded);",
      to: "    if (found.from === 'nowhere') return { class: 'kept-key', findings: degraded };",
    },
  ],
  killedBy: { slug: 'rollback/impossible-is-said-before', on: 'memory' },
});
