import { mutant } from '../mutant.js';

export default mutant({
  name: 'write-sent-without-a-record',
  defect: 'A write is sent before the journal knows until when it can be under way.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [{ from: 'this.#options.beforeWrite(end),', to: 'Promise.resolve(end),' }],
  killedBy: {
    file: 'packages/engine/src/flow/carry-out.test.ts',
    test: 'carrying out a plan > has written until when the import can be under way, before it is sent when its quota has room',
  },
});
