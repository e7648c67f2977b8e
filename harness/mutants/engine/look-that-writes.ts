import { mutant } from '../mutant.js';

export default mutant({
  name: 'look-that-writes',
  defect: 'A plugin may write while a plan or a discovery is made.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    {
      from: "if (permission.effect === 'write' && this.#options.readOnly) {",
      to: "if (permission.effect === 'write' && this.#options.readOnly && operation === '') {",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'a call that may only look > stops a plugin that tries to write',
  },
});
