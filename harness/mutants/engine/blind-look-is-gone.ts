import { mutant } from '../mutant.js';

export default mutant({
  name: 'blind-look-is-gone',
  defect: 'After an import, a read that is refused counts as: the certificate is gone.',
  file: 'packages/engine/src/flow/look.ts',
  replace: [
    {
      from: "return { seen: 'unknown', place: resolved.place, error };",
      to: "return { seen: 'gone', place: resolved.place };",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > says that it does not know when nothing can be read after the import',
  },
});
