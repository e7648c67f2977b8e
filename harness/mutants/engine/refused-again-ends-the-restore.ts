import { mutant } from '../mutant.js';

export default mutant({
  name: 'refused-again-ends-the-restore',
  defect: 'A restore that the service has taken is called failed, because sending it once more was refused.',
  file: 'packages/engine/src/flow/restore.ts',
  replace: [
    {
      from: 'if (!sent?.answered || !isCertctlError(error) || !error.failure) throw error;',
      to: 'if (sent !== null || !isCertctlError(error)) throw error;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/rollback-late-reads.test.ts',
    test: 'a restore that was taken and is shown late is one, though sending it again is refused',
  },
});
