import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-lists-rsa-only',
  defect: 'A discovery lists the key types that the API lists by default, and no keys on curves.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: `      Includes: { keyTypes: Object.values(acmSdk.KeyAlgorithm) },
`,
      to: `      Includes: { keyTypes: Object.values(acmSdk.KeyAlgorithm).filter((type) => type.startsWith('RSA')) },
`,
    },
  ],
  killedBy: { slug: 'discovery/lists-what-is-there', on: 'aws-acm' },
});
