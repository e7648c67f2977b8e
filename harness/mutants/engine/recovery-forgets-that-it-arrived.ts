import { mutant } from '../mutant.js';

export default mutant({
  name: 'recovery-forgets-that-it-arrived',
  defect:
    'A recovery that has seen the new certificate believes a late read of the old one, and sends nothing back.',
  file: 'packages/engine/src/flow/recovery.ts',
  replace: [{ from: 'this.#back(this.progress.entry, resolved', to: 'this.#back(entry, resolved' }],
  killedBy: {
    file: 'packages/engine/src/flow/recovery-late-reads.test.ts',
    test: 'a recovery whose reads fall behind again > sends the old certificate, because it has seen the new one',
  },
});
