import { mutant } from '../mutant.js';

export default mutant({
  name: 'restored-without-its-chain',
  defect: 'The old leaf is put back without its chain, because the service does not show one.',
  file: 'packages/engine/src/flow/previous-material.ts',
  replace: [
    {
      from: 'const chain = shown ?? kept.chain.map((der) => readCertificate(der));',
      to: 'const chain = shown ?? [];',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/versioned-store.test.ts',
    test: 'a rollback in a store that keeps versions > makes the old material the latest version, whole, and disables the bad one',
  },
});
