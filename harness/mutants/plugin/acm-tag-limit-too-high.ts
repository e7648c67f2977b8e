import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-tag-limit-too-high',
  defect: 'The plan allows more tags than the service takes.',
  file: 'plugins/aws-acm/src/limits.ts',
  replace: [
    {
      from: `    most: 50,
`,
      to: `    most: 60,
`,
    },
  ],
  killedBy: { slug: 'tags/limits-are-the-services-own', on: 'aws-acm' },
});
