import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-chain-unordered',
  defect: 'The chain is sent in the order in which it is found, the root’s side first.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: "material.chain.map((certificate) => certificate.pem).join('')",
      to: `material.chain
      .map((certificate) => certificate.pem)
      .reverse()
      .join('')`,
    },
  ],
  killedBy: { slug: 'chain/order-is-kept', on: 'aws-acm' },
});
