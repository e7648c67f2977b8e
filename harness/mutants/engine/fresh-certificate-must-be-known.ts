import { mutant } from '../mutant.js';

export default mutant({
  name: 'fresh-certificate-must-be-known',
  defect: 'A consumer that does not know a certificate which was made just now is a failure at once.',
  file: 'packages/engine/src/binding/bind.ts',
  replace: [
    {
      from: 'const knownBy = entry.imports ? this.clock.now() + this.timing.proveMs : 0;',
      to: 'const knownBy = 0;\n    void entry;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/bindings.test.ts',
    test: 'a certificate and its consumers > waits where a certificate that was just made is not known yet, and where looks are late',
  },
});
