import { mutant } from '../mutant.js';

export default mutant({
  name: 'relay-domain-takes-several',
  defect: 'A consumer is said to have several certificates, none of which can be taken away.',
  file: 'harness/reference/src/memory-relay-binding.ts',
  replace: [{ from: "slot: 'one'", to: "slot: 'many'" }],
  killedBy: { slug: 'bind/unbinds-undeclared-is-absent', on: 'memory-relay' },
});
