import { mutant } from '../mutant.js';

export default mutant({
  name: 'memory-version-before-disabled',
  defect: 'An import takes the version before it out of service, so that nobody can go back to it.',
  file: 'harness/reference/src/memory-vault-store.ts',
  replace: [
    {
      from: "        const version = await call.attempt('vault:Import',",
      to: `        const before = await getOrAbsent(vault, place, undefined, call);
        const version = await call.attempt('vault:Import',`,
    },
    {
      from: '        return { place, revision: version.id };',
      to: `        if (before !== 'absent')
          await call.attempt('vault:Update', async () => vault.disable(place.address, before.id));
        return { place, revision: version.id };`,
    },
  ],
  killedBy: { slug: 'deploy/renewal-adds-a-version', on: 'memory-vault' },
});
