import { mutant } from '../mutant.js';

export default mutant({
  name: 'lost-import-not-counted',
  defect: 'An import whose answer was lost is not counted, though it may have been made.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    {
      from: "if (sent.failure.class !== 'uncertain') await this.#uncount(used);",
      to: 'await this.#uncount(used);',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'a call that the service counts over months > counts once when it was throttled first, and when nobody knows whether it was done',
  },
});
