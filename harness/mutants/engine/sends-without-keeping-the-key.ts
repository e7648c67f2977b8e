import { mutant } from '../mutant.js';

export default mutant({
  name: 'sends-without-keeping-the-key',
  defect: 'The import is sent though the incoming key could not be kept.',
  file: 'packages/engine/src/flow/keep.ts',
  replace: [
    {
      from: "return asCertctlError(error, 'keeping_failed', resolved.target.id);",
      to: 'return undefined;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/carry-out.test.ts',
    test: 'carrying out a plan > sends nothing while the incoming key cannot be kept',
  },
});
