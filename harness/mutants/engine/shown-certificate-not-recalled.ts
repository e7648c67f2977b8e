import { mutant } from '../mutant.js';

export default mutant({
  name: 'shown-certificate-not-recalled',
  defect:
    'Of a certificate that the service does not show, not even what the journal knows is used: the next renewal is refused.',
  file: 'packages/engine/src/flow/survey.ts',
  replace: [
    {
      from: '    return snapshotOf(await this.recall.complete(resolved, seen));\n',
      to: '    return snapshotOf(seen);\n',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/what-is-shown.test.ts',
    test: 'a store that shows no more than a serial > has what it holds known from the journal: names are compared, and the key is kept',
  },
});
