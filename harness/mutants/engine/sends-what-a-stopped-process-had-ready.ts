import { mutant } from '../mutant.js';

export default mutant({
  name: 'sends-what-a-stopped-process-had-ready',
  defect: 'A process that was stopped just before a request sends it when it goes on, hours later.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [{ from: 'this.#checkTime(operation, end);', to: 'this.#checkTime(operation);' }],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'a request under a lease > is not sent by a process that was stopped after it had looked at its lease',
  },
});
