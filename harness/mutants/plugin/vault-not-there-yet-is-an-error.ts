import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-not-there-yet-is-an-error',
  defect:
    'A certificate that the vault does not show yet after its import ends the deploy, which takes a good one back.',
  file: 'plugins/azure-key-vault/src/key-vault-store.ts',
  replace: [
    {
      from: `    return bundle === 'absent' ? 'absent' : heldOf(bundle, place);
`,
      to: `    if (bundle === 'absent') throw new Error(\`nothing is held at \${place.address}\`);
    return heldOf(bundle, place);
`,
    },
  ],
  killedBy: { slug: 'errors/not-there-yet-is-waited-for', on: 'azure-key-vault' },
});
