import { mutant } from '../mutant.js';

export default mutant({
  name: 'appliance-makes-up-the-leaf',
  defect: 'What the service does not show is made up of what was sent last.',
  file: 'harness/reference/src/memory-appliance-store.ts',
  replace: [
    {
      from: `        return { place: placeOf(address, true), revision: String(installs) };
`,
      to: `        sent.set(address, material.leaf.der);
        return { place: placeOf(address, true), revision: String(installs) };
`,
    },
    {
      from: `        return found === 'absent' ? 'absent' : heldOf(found);
`,
      to: `        const leaf = sent.get(address);
        return found === 'absent' ? 'absent' : { ...heldOf(found), ...(leaf ? { leaf } : {}) };
`,
    },
    {
      from: `  return definePlugin({
`,
      to: `  const sent = new Map<string, Uint8Array>();
  return definePlugin({
`,
    },
  ],
  killedBy: { slug: 'proof/what-is-not-shown-is-said', on: 'memory-appliance' },
});
