import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-pin-not-told',
  defect: 'What a configuration pins is not told.',
  file: 'plugins/aws-acm/src/aws-acm.ts',
  replace: [
    {
      from: "    return address === undefined ? undefined : { address, field: 'certificate_arn' };",
      to: "    return address === undefined ? undefined : { address, field: 'arn' };",
    },
  ],
  killedBy: { slug: 'config/pin-is-one-spelling', on: 'aws-acm' },
});
