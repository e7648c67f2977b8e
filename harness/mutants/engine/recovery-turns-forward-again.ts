import { mutant } from '../mutant.js';

export default mutant({
  name: 'recovery-turns-forward-again',
  defect: 'A deploy that was on its way back is taken forward when its bad certificate is seen.',
  file: 'packages/engine/src/journal/decide.ts',
  replace: [
    {
      from: "restoring: {\n    previous: 'confirm',\n    new: 'back',",
      to: "restoring: {\n    previous: 'confirm',\n    new: 'forward',",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/recovery.test.ts',
    test: 'a deploy that was killed > on its way back goes on going back, even if the new certificate is seen',
  },
});
