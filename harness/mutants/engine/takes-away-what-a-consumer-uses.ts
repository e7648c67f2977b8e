import { mutant } from '../mutant.js';

export default mutant({
  name: 'takes-away-what-a-consumer-uses',
  defect: 'A consumer could not be pointed back, and what it uses is taken away or exchanged all the same.',
  file: 'packages/engine/src/flow/rollback.ts',
  replace: [
    {
      from: '    if (back.failed) return { ...(await this.#used(input, back.failed)), consumers };\n',
      to: '',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > is not called restored when the consumer could not be pointed back',
  },
});
