import { mutant } from '../mutant.js';

export default mutant({
  name: 'elbv2-detaches-nothing',
  defect: 'A certificate is said to be taken from the list of a listener, and is not.',
  file: 'plugins/aws-elbv2/src/listener-binding.ts',
  replace: [
    { from: '      await api.remove(arn, reference, call);', to: '      await api.listed(arn, call);' },
  ],
  killedBy: { slug: 'bind/unbinding-takes-one-away', on: 'aws-elbv2' },
});
