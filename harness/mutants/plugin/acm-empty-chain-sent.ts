import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-empty-chain-sent',
  defect: 'An empty chain is sent as the leaf itself.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `        ...(chain === '' ? {} : { CertificateChain: bytes(chain) }),
`,
      to: `        CertificateChain: bytes(chain === '' ? material.leaf.pem : chain),
`,
    },
  ],
  killedBy: { slug: 'chain/none-is-none', on: 'aws-acm' },
});
