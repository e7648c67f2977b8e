import { mutant } from '../mutant.js';

export default mutant({
  name: 'tags-of-the-operator-dropped',
  defect: 'Tags that somebody else set are lost when a re-import strips them.',
  file: 'packages/engine/src/plan/planner.ts',
  replace: [
    { from: '      ...settable((present ?? deleted)?.tags ?? {}, resolved.plugin.limits),\n', to: '' },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a renewal > rotates in place, with the tags put back that the service stripped',
  },
});
