import { mutant } from '../mutant.js';

export default mutant({
  name: 'wildcard-covers-any-depth',
  defect: 'A wildcard counts for names that are more than one label below it.',
  file: 'packages/engine/src/plan/renewal-rules.ts',
  replace: [
    {
      from: 'return match !== null && names',
      to: "if (names.some((other) => other.startsWith('dns:*.') && name.endsWith(other.slice(5)))) return true;\n  return match !== null && names",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/plan/renewal-rules.test.ts',
    test: 'a renewal that no longer covers a name > is told from one whose wildcard covers it: one label, not two',
  },
});
