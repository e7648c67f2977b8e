import { mutant } from '../mutant.js';

export default mutant({
  name: 'binding-commands-of-nothing',
  defect: 'The commands for a recovery name no certificate.',
  file: 'harness/reference/src/memory-binding.ts',
  replace: [
    {
      from: `command: \`balancer set \${place.address} \${reference}\` },`,
      to: `command: \`balancer set \${place.address} REFERENCE \${reference.slice(99)}\` },`,
    },
  ],
  killedBy: { slug: 'bind/commands-name-the-reference', on: 'memory-balancer' },
});
