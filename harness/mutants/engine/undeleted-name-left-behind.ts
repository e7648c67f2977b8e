import { mutant } from '../mutant.js';

export default mutant({
  name: 'undeleted-name-left-behind',
  defect: 'A name that was recovered for a deploy stays recovered when the deploy fails.',
  file: 'packages/engine/src/journal/decide.ts',
  replace: [
    {
      from: "importing: {\n    previous: 'abandon',\n    new: 'forward',\n    foreign: 'leave',\n    gone: 'leave',\n    recovered: 'back',",
      to: "importing: {\n    previous: 'abandon',\n    new: 'forward',\n    foreign: 'leave',\n    gone: 'leave',\n    recovered: 'abandon',",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/undelete.test.ts',
    test: 'a deleted name > is deleted again when the import is refused',
  },
});
