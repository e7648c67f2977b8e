import { mutant } from '../mutant.js';

export default mutant({
  name: 'consumers-not-pointed-back',
  defect: 'A later consumer fails, and those before it go on using what is taken away.',
  file: 'packages/engine/src/flow/rollback.ts',
  replace: [
    {
      from: 'const back = await this.pointBack.run(input);',
      to: 'const back: PointedBack = { consumers: [], findings: [] };',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > has those before it pointed back, and what was made taken away',
  },
});
