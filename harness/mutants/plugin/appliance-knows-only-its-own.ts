import { mutant } from '../mutant.js';

export default mutant({
  name: 'appliance-knows-only-its-own',
  defect: 'What another process has installed counts as: the slot is empty.',
  file: 'harness/reference/src/memory-appliance-store.ts',
  replace: [
    {
      from: `        return { place: placeOf(address, true), revision: String(installs) };
`,
      to: `        own.add(address);
        return { place: placeOf(address, true), revision: String(installs) };
`,
    },
    {
      from: `        return found === 'absent' ? { state: 'absent' } : { state: 'present', ...heldOf(found) };
`,
      to: `        const isThere = found !== 'absent' && own.has(address);
        return isThere ? { state: 'present', ...heldOf(found) } : { state: 'absent' };
`,
    },
    {
      from: `(await describe(slot, call)) !== 'absent'),`,
      to: `(await describe(slot, call)) !== 'absent' && own.has(slot)),`,
    },
    {
      from: `    open: async () => ({
`,
      to: `    open: async (_connection, _services, own = new Set<string>()) => ({
`,
    },
  ],
  killedBy: { slug: 'ownership/without-tags-records-decide', on: 'memory-appliance' },
});
