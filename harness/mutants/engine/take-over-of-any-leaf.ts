import { mutant } from '../mutant.js';

export default mutant({
  name: 'take-over-of-any-leaf',
  defect: 'The permission to take over one certificate covers whichever is held by then.',
  file: 'packages/engine/src/plan/planner.ts',
  replace: [{ from: 'input.acts.takeOver === leaf', to: 'input.acts.takeOver !== undefined' }],
  killedBy: {
    file: 'packages/engine/src/plan/planner.test.ts',
    test: 'the plan for a certificate that another installation made > lets it be taken over when that leaf is named, and not when another is',
  },
  alsoKilledBy: { slug: 'ownership/take-over-is-bound-to-the-leaf', on: 'memory' },
});
