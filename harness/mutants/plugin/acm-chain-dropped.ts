import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-chain-dropped',
  defect: 'The leaf alone is imported.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `        ...(chain === '' ? {} : { CertificateChain: bytes(chain) }),
`,
      to: `        ...(chain.length < 1_000_000 ? {} : { CertificateChain: bytes(chain) }),
`,
    },
  ],
  killedBy: { slug: 'deploy/first-import-is-held', on: 'aws-acm' },
});
