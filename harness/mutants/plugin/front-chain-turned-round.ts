import { mutant } from '../mutant.js';

export default mutant({
  name: 'front-chain-turned-round',
  defect: 'The chain that the listener sends is shown from its upper end.',
  file: 'harness/reference/src/tls-handshake.ts',
  replace: [
    {
      from: 'chain: behind(leaf) }',
      to: 'chain: behind(leaf).toReversed() }',
    },
  ],
  killedBy: { slug: 'chain/order-is-kept', on: 'memory-front' },
});
