import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-chain-not-shown',
  defect: 'The chain that is held is not read, because only the leaf seems to matter.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: "const chain = pemBlocks(answer.CertificateChain ?? '').map((block) => block.der);",
      to: "const chain = pemBlocks(answer.CertificateChain === '' ? 'never' : '').map((block) => block.der);",
    },
  ],
  killedBy: { slug: 'deploy/replay-is-unchanged', on: 'aws-acm' },
});
