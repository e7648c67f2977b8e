import { mutant } from '../mutant.js';

export default mutant({
  name: 'elbv2-default-taken-for-listed',
  defect: 'The default certificate of a listener counts as one of its list.',
  file: 'plugins/aws-elbv2/src/elb-api.ts',
  replace: [{ from: 'certificates.filter(({ IsDefault }) => !IsDefault)', to: 'certificates' }],
  killedBy: {
    file: 'plugins/aws-elbv2/src/emulated.test.ts',
    test: 'the list of certificates > is read page by page, without the default',
  },
  alsoKilledBy: { slug: 'bind/slots-are-told-apart', on: 'aws-elbv2' },
});
