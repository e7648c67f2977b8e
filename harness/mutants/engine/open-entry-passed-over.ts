import { mutant } from '../mutant.js';

export default mutant({
  name: 'open-entry-passed-over',
  defect: 'What a process that died has left open is never closed.',
  file: 'packages/engine/src/flow/recovery.ts',
  replace: [
    {
      from: `    if (!open) return undefined;
    const { bindings = [] }`,
      to: `    if (!open || open.phase !== 'opened') return undefined;
    const { bindings = [] }`,
    },
  ],
  killedBy: { slug: 'crash/after-the-import-is-closed', on: 'memory' },
});
