import { mutant } from '../mutant.js';

export default mutant({
  name: 'stranded-key-lost',
  defect: 'After a rollback that failed, the key of the new certificate, which is held now, is given up.',
  file: 'packages/engine/src/flow/closer.ts',
  replace: [{ from: "holds === 'new'", to: 'holds === undefined' }],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'after a rollback that failed > the key of the new certificate, which is held now, is there to go back to',
  },
});
