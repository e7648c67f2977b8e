import { mutant } from '../mutant.js';

export default mutant({
  name: 'one-absent-read-ends-the-restore',
  defect: 'A read that does not find what was just imported keeps the old certificate from coming back.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [
    {
      from: "now = await lookUntil(({ seen }) => seen !== 'gone', resolved, entry, call, this.clock, this.timing);",
      to: '',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/rollback.test.ts',
    test: 'a rollback > looks again where a read does not find what was just imported',
  },
});
