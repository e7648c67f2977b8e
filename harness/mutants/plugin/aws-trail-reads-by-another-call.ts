import { mutant } from '../mutant.js';

export default mutant({
  name: 'aws-trail-reads-by-another-call',
  defect: 'The record of who wrote names a call that the manifest does not declare.',
  file: 'packages/plugin-aws/src/cloud-trail-writers.ts',
  replace: [
    {
      from: '    operation: LOOKUP_EVENTS,',
      to: "    operation: LOOKUP_EVENTS.replace('LookupEvents', 'GetTrail'),",
    },
  ],
  killedBy: { slug: 'writers/trails-say-what-they-show', on: 'aws-acm' },
});
