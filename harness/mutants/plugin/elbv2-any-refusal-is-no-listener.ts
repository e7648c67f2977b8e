import { mutant } from '../mutant.js';

export default mutant({
  name: 'elbv2-any-refusal-is-no-listener',
  defect: 'A listener that may not be read counts as one that does not exist.',
  file: 'plugins/aws-elbv2/src/inspect-listener.ts',
  replace: [
    {
      from: "if (isFailure(error, 'absent')) return 'absent';",
      to: "if (isFailure(error, 'absent', 'refused')) return 'absent';",
    },
  ],
  killedBy: {
    file: 'plugins/aws-elbv2/src/emulated.test.ts',
    test: 'the default certificate > is absent with its listener, and only then',
  },
  alsoKilledBy: { slug: 'bind/forbidden-is-not-absent', on: 'aws-elbv2' },
});
