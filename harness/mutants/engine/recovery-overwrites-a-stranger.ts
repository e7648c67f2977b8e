import { mutant } from '../mutant.js';

export default mutant({
  name: 'recovery-overwrites-a-stranger',
  defect: 'Recovery puts the old certificate over one that somebody imported since.',
  file: 'packages/engine/src/journal/decide.ts',
  replace: [
    {
      from: "importing: {\n    previous: 'abandon',\n    new: 'forward',\n    foreign: 'leave',",
      to: "importing: {\n    previous: 'abandon',\n    new: 'forward',\n    foreign: 'back',",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/recovery.test.ts',
    test: 'a deploy that was killed > leaves alone what somebody else has written since',
  },
});
