import { mutant } from '../mutant.js';

export default mutant({
  name: 'lost-name-only-warned',
  defect: 'A renewal that no longer covers a name that is served goes through.',
  file: 'packages/engine/src/plan/renewal-rules.ts',
  replace: [
    { from: "severity: target.allow_san_removal ? 'warning' : 'refusal',", to: "severity: 'warning'," },
  ],
  killedBy: {
    file: 'packages/engine/src/plan/renewal-rules.test.ts',
    test: 'a renewal that no longer covers a name > is refused, unless the target allows it',
  },
});
