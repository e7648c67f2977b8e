import { mutant } from '../mutant.js';

export default mutant({
  name: 'front-listener-vouches-for-every-site',
  defect: 'A site counts as served because its listener shows a certificate, whosever it is.',
  file: 'harness/reference/src/memory-front-store.ts',
  replace: [
    {
      from: `    if (found === 'absent') return 'absent';
    const endpoint`,
      to: `    const { installs = 0 } = found === 'absent' ? {} : found;
    const endpoint`,
    },
    {
      from: '    return { ...shown, revision: String(found.installs) };',
      to: '    return { ...shown, revision: String(installs) };',
    },
  ],
  killedBy: { slug: 'deploy/show-tells-what-is-held', on: 'memory-front' },
});
