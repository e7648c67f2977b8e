import { mutant } from '../mutant.js';

export default mutant({
  name: 'acm-recovery-deletes',
  defect: 'The command that is to put a certificate back has the verb of another action.',
  file: 'plugins/aws-acm/src/recovery-commands.ts',
  replace: [
    {
      from: "command: acm('import-certificate', ...at, ...FILES),",
      to: "command: acm('delete-certificate', ...at, ...FILES),",
    },
  ],
  killedBy: { slug: 'recovery/commands-send-the-import', on: 'aws-acm' },
});
