import { mutant } from '../mutant.js';

export default mutant({
  name: 'address-of-what-was-taken-away',
  defect: 'After a way back the target is recorded under the address of the certificate that was taken away.',
  file: 'packages/engine/src/flow/carry-out.ts',
  replace: [
    {
      from: 'const ended = back.place ? { ...input, resolved: { ...resolved, place: back.place } } : input;',
      to: 'const ended = input;',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/bindings.test.ts',
    test: 'a store that makes another certificate with each import > has them pointed back at the certificate before, which was never touched',
  },
});
