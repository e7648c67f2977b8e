import { mutant } from '../mutant.js';

export default mutant({
  name: 'memory-failed-condition-is-throttled',
  defect:
    'A condition that does not hold any more is taken for “come again later”, and the import is sent again.',
  file: 'harness/reference/src/manifest.ts',
  replace: [
    {
      from: `    class: error.failureClass,
`,
      to: `    class: error.code === 'PreconditionFailed' ? 'throttled' : error.failureClass,
`,
    },
  ],
  killedBy: { slug: 'errors/failed-condition-ends-the-deploy', on: 'memory' },
});
