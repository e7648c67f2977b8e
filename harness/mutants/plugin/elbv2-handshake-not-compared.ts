import { mutant } from '../mutant.js';

export default mutant({
  name: 'elbv2-handshake-not-compared',
  defect: 'A listener counts as proven that says it has the certificate and serves another one.',
  file: 'plugins/aws-elbv2/src/listener-binding.ts',
  replace: [
    {
      from: 'return probe.serves(leaf, endpoint, call);',
      to: 'await probe.serves(leaf, endpoint, call); return { settled: true };',
    },
  ],
  killedBy: {
    file: 'harness/e2e/src/listeners-flow.test.ts',
    test: 'a service that is slow to know > that never serves it has everything taken back',
  },
  alsoKilledBy: { slug: 'bind/handshake-decides', on: 'aws-elbv2' },
});
