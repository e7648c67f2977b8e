import { mutant } from '../mutant.js';

export default mutant({
  name: 'file-key-left-in-a-copy',
  defect: 'A copy of what was there before is left beside it, key and all.',
  file: 'plugins/filesystem/src/replace-file.ts',
  replace: [
    {
      from: `      await files.rename(temporary, path);
`,
      to: `      const copy = await files.readFile(temporary);
      await files.rename(temporary, path);
      await writeNew(\`\${path}.bak-\${Date.now()}\`, copy, access, files);
`,
    },
  ],
  killedBy: { slug: 'secrets/no-file-is-left', on: 'filesystem' },
});
