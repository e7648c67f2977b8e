import { mutant } from '../mutant.js';

export default mutant({
  name: 'front-chain-not-shown',
  defect: 'Of what the listener sends only the leaf is looked at.',
  file: 'harness/reference/src/memory-front-store.ts',
  replace: [
    {
      from: '    return { ...shown, revision: String(found.installs) };',
      to: '    return { leaf: shown.leaf, revision: String(found.installs) };',
    },
  ],
  killedBy: { slug: 'proof/lost-chain-is-taken-back', on: 'memory-front' },
});
