import { mutant } from '../mutant.js';

export default mutant({
  name: 'says-failed-without-looking',
  defect: 'An import whose answer was lost counts as not applied.',
  file: 'packages/engine/src/flow/forward.ts',
  replace: [
    {
      from: "switch (decide('importing', seen)) {",
      to: "switch (decide('importing', uncertain ? 'previous' : seen)) {",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a first deploy > goes on without the answer of its import, and makes no second certificate',
  },
  alsoKilledBy: { slug: 'errors/lost-answer-is-found', on: 'memory' },
});
