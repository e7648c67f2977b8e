import { mutant } from '../mutant.js';

export default mutant({
  name: 'handshake-not-asked-for',
  defect: 'What a consumer serves is taken for granted once its settings name the certificate.',
  file: 'packages/engine/src/binding/bind.ts',
  replace: [
    {
      from: 'const leaf = consumer.record.serves ? { leaf: entry.incoming.leaf } : {};',
      to: 'const leaf: { leaf?: Uint8Array } = {};',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/consumer-failures.test.ts',
    test: 'a consumer that fails > takes a renewal in place back when a handshake does not show it',
  },
});
