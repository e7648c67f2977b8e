import { mutant } from '../mutant.js';

export default mutant({
  name: 'refused-attempt-has-written',
  defect: 'Whoever was refused by the service is told to have written.',
  file: 'packages/engine/src/writers/writer-survey.ts',
  replace: [
    { from: "writer === 'other' && outcome === 'ok'", to: "writer === 'other' && outcome !== undefined" },
  ],
  killedBy: {
    file: 'packages/engine/src/writers/writer-survey.test.ts',
    test: 'who wrote to a target > is nobody when the service refused them, and the attempt is shown',
  },
});
