import { mutant } from '../mutant.js';

export default mutant({
  name: 'older-certificate-accepted',
  defect: "A stale file puts last year's certificate over this year's.",
  file: 'packages/engine/src/plan/renewal-rules.ts',
  replace: [{ from: "severity: target.allow_older ? 'warning' : 'refusal',", to: "severity: 'warning'," }],
  killedBy: {
    file: 'packages/engine/src/plan/renewal-rules.test.ts',
    test: 'a renewal that is older than what is held > is refused by its beginning or its end, unless the target allows it',
  },
});
