import { mutant } from '../mutant.js';

export default mutant({
  name: 'file-tags-not-declared',
  defect: 'A store that has no tags has a move that sets them, which does nothing.',
  file: 'plugins/filesystem/src/filesystem-store.ts',
  replace: [
    {
      from: '  discover(scope: FilesystemScope',
      to: `  async tag(): Promise<void> {}

  discover(scope: FilesystemScope`,
    },
  ],
  killedBy: { slug: 'tags/undeclared-are-not-kept', on: 'filesystem' },
});
