import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-deleted-is-absent',
  defect: 'A deleted name is taken for a free one.',
  file: 'plugins/azure-key-vault/src/inspect-certificate.ts',
  replace: [
    {
      from: "    return deleted === 'absent' ? { state: 'absent' } : deletionOf(deleted);",
      to: "    return deleted === 'absent' || deleted.id !== '' ? { state: 'absent' } : deletionOf(deleted);",
    },
  ],
  killedBy: { slug: 'undelete/is-never-done-unasked', on: 'azure-key-vault' },
});
