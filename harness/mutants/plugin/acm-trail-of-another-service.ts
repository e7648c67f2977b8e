import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-trail-of-another-service',
  defect: 'Who wrote is looked for under a name that CloudTrail does not give to ACM, so nobody ever did.',
  file: 'plugins/aws-acm/src/certificate-writers.ts',
  replace: [{ from: "'acm.amazonaws.com'", to: "'certificatemanager.amazonaws.com'" }],
  killedBy: { slug: 'writers/tells-who-wrote', on: 'aws-acm' },
});
