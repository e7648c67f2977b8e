import { mutant } from '../mutant.js';

export default mutant({
  name: 'key-echoed-into-the-record',
  defect: 'What the service echoes of a request is shown and recorded as it is, a private key included.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    {
      from: 'return redactFailure(this.#options.classify(error));',
      to: 'return this.#options.classify(error);',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'an attempt > keeps what looks like a key out of the error and the record',
  },
});
