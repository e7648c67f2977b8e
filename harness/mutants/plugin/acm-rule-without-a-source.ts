import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-rule-without-a-source',
  defect: 'A rule that refuses deploys names no document.',
  file: 'plugins/aws-acm/src/rules.ts',
  replace: [
    {
      from: "const REIMPORT = 'https://docs.aws.amazon.com/acm/latest/userguide/import-reimport.html';",
      to: "const REIMPORT = '';",
    },
  ],
  killedBy: { slug: 'contract/manifest-says-what-it-is', on: 'aws-acm' },
});
