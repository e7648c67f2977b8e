import { mutant } from '../mutant.js';

export default mutant({
  name: 'recovered-import-has-no-reference',
  defect:
    'The certificate of an import whose answer died with its process is committed, and the journal never learns which it is.',
  file: 'packages/engine/src/flow/recovery.ts',
  replace: [
    {
      from: 'if (patch) await this.progress.advance(patch);',
      to: 'if (patch?.revision !== undefined) await this.progress.advance({ revision: patch.revision });',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/bindings.test.ts',
    test: 'a listener with several certificates > keeps nothing of a deploy that was killed, whenever that was',
  },
});
