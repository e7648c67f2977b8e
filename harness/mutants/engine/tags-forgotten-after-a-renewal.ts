import { mutant } from '../mutant.js';

export default mutant({
  name: 'tags-forgotten-after-a-renewal',
  defect: 'Tags are seen to after a first import only.',
  file: 'packages/engine/src/flow/forward.ts',
  replace: [
    {
      from: '      const findings = await applyTags(',
      to: '      const findings = entry.fresh === false ? [] : await applyTags(',
    },
  ],
  killedBy: { slug: 'tags/survive-a-renewal', on: 'memory' },
});
