import { mutant } from '../mutant.js';

export default mutant({
  name: 'chains-taken-for-certified',
  defect: 'What is remembered of one certificate and its issuer is said of every other of that issuer.',
  file: 'packages/certificate/src/order-chain.ts',
  replace: [
    { from: 'CERTIFIED.get(pair)', to: 'CERTIFIED.get(issuer.fingerprint)' },
    { from: 'CERTIFIED.set(pair, found)', to: 'CERTIFIED.set(issuer.fingerprint, found)' },
  ],
  killedBy: {
    file: 'packages/certificate/src/order-chain.test.ts',
    test: 'orderChain > finds the same chain in any order, with the root and with copies',
  },
});
