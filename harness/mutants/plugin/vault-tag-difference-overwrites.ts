import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-tag-difference-overwrites',
  defect: 'A new version carries the tags of certctl, and those of the operator are gone.',
  file: 'plugins/azure-key-vault/src/import-certificate.ts',
  replace: [
    {
      from: `    tags: { ...tags },
`,
      to: `    tags: Object.fromEntries(Object.entries(tags).filter(([name]) => name.startsWith('certctl-'))),
`,
    },
  ],
  killedBy: { slug: 'tags/operators-own-survive', on: 'azure-key-vault' },
});
