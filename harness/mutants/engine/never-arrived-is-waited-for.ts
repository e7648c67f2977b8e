import { mutant } from '../mutant.js';

export default mutant({
  name: 'never-arrived-is-waited-for',
  defect: 'A process that died before its request arrived blocks its target for good.',
  file: 'packages/engine/src/journal/decide.ts',
  replace: [
    {
      from: `  importing: {
    previous: 'abandon',`,
      to: `  importing: {
    previous: 'wait',`,
    },
  ],
  killedBy: { slug: 'crash/before-the-import-is-closed', on: 'memory' },
});
