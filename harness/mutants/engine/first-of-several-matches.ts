import { mutant } from '../mutant.js';

export default mutant({
  name: 'first-of-several-matches',
  defect: 'Of several certificates with our provenance the first is taken.',
  file: 'packages/engine/src/flow/target-resolver.ts',
  replace: [
    {
      from: 'if (others.length > 0) throw severalMatches(found.matches.map(describeMatch), resolved);',
      to: 'if (others.length > found.matches.length) throw severalMatches(found.matches.map(describeMatch), resolved);',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a renewal > is refused when several certificates carry its provenance, with the pin of each',
  },
});
