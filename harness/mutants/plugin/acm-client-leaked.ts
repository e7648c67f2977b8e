import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-client-leaked',
  defect: 'Connections stay open when the plugin is closed.',
  file: 'plugins/aws-acm/src/acm-store.ts',
  replace: [
    {
      from: `    this.#clients.close();
`,
      to: `    if (this.#api === undefined) this.#clients.close();
`,
    },
  ],
  killedBy: { slug: 'contract/lets-go-when-closed', on: 'aws-acm' },
});
