import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-compares-pem-text',
  defect: 'The leaf is shown as the text of its PEM, and compared as that.',
  file: 'plugins/aws-acm/src/acm-api.ts',
  replace: [
    {
      from: `      const leaf = derFromPem(answered(answer.Certificate, 'Certificate'));
`,
      to: `      const text = answered(answer.Certificate, 'Certificate');
      const leaf = text === '' ? derFromPem(text) : new TextEncoder().encode(text);
`,
    },
  ],
  killedBy: { slug: 'deploy/replay-is-unchanged', on: 'aws-acm' },
});
