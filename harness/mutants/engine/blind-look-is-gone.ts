import { mutant } from '../mutant.js';

export default mutant({
  name: 'blind-look-is-gone',
  defect: 'After an import, a read that is refused counts as: the certificate is gone.',
  file: 'packages/engine/src/flow/look.ts',
  replace: [
    {
      from: "NO_CERTIFICATE.has(error.code) ? 'foreign' : 'unknown'",
      to: "NO_CERTIFICATE.has(error.code) ? 'foreign' : 'gone'",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > says that it does not know when nothing can be read after the import',
  },
});
