import { mutant } from '../mutant.js';

export default mutant({
  name: 'unread-record-is-nobody',
  defect: 'A record of who wrote that may not be read is taken for one that shows nobody.',
  file: 'packages/engine/src/writers/writer-survey.ts',
  replace: [
    {
      from: "trails.some(({ covers, state }) => covers === 'content' && state === 'read')",
      to: "trails.some(({ covers }) => covers === 'content')",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/writers/writer-survey.test.ts',
    test: 'who wrote to a target > is not known when the record may not be read, and names the statement to grant',
  },
});
