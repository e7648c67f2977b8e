import { mutant } from '../mutant.js';

export default mutant({
  name: 'root-sent-along',
  defect: 'A root that was given with the chain is sent with it.',
  file: 'packages/certificate/src/order-chain.ts',
  replace: [
    {
      from: '(issuer) => !path.has(issuer) && !isSelfSigned(issuer)',
      to: '(issuer) => !path.has(issuer) && (!isSelfSigned(issuer) || issuer !== leaf)',
    },
  ],
  killedBy: { slug: 'chain/root-is-left-out', on: 'memory' },
});
