import { mutant } from '../mutant.js';

export default mutant({
  name: 'no-hold-after-a-rollback',
  defect: 'A certificate that had to be taken back is sent again by the next run.',
  file: 'packages/engine/src/flow/closer.ts',
  replace: [
    {
      from: "if (status === 'restored' || status === 'withdrawn' || status === 'also_failed') {",
      to: "if (status === 'also_failed') {",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'after a rollback > sends the same certificate, or an older one, no second time',
  },
});
