import { mutant } from '../mutant.js';

export default mutant({
  name: 'tag-failure-only-warned',
  defect: 'A failure of the tag call is swallowed, and the deploy goes on without its tags.',
  file: 'packages/engine/src/flow/forward.ts',
  replace: [
    {
      from: 'const findings = await applyTags(',
      to: 'const findings = await ((...of: Parameters<typeof applyTags>) => applyTags(...of).catch((): Finding[] => []))(',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/deploy-flow.test.ts',
    test: 'a deploy that goes wrong > treats a tag that does not come back as a failure, and goes back',
  },
});
