import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-key-on-the-console',
  defect: 'The key is printed where a person looked for a fault.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: `      const request = input();
`,
      to: `      const request = input();
      console.error(Buffer.from(request.PrivateKey ?? []).toString('utf8'));
`,
    },
  ],
  killedBy: { slug: 'secrets/echoed-request-is-not-repeated', on: 'aws-acm' },
});
