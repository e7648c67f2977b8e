import { mutant } from '../mutant.js';

export default mutant({
  name: 'end-left-to-the-next-write',
  defect: 'An outcome is told that is not on disk yet: if the power fails, its audit row is gone.',
  file: 'packages/persistence/src/open-persistence.ts',
  replace: [
    {
      from: 'together: (work) => store.together(work),',
      to: "together: (work) => store.together(work, 'log'),",
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/store/store.test.ts',
    test: 'what is written > before a request, and at the end, is on disk with everything before it',
  },
});
