import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-request-logged',
  defect: 'The request is logged, with the key in it.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `    const bytes = (pem: string) => new TextEncoder().encode(pem);
`,
      to: `    const bytes = (pem: string) => new TextEncoder().encode(pem);
    call.logger.debug('importing', { certificate: material.leaf.pem, key: material.privateKey.pem() });
`,
    },
  ],
  killedBy: { slug: 'secrets/no-key-is-said', on: 'aws-acm' },
});
