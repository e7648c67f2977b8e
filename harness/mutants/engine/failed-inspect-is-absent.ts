import { mutant } from '../mutant.js';

export default mutant({
  name: 'failed-inspect-is-absent',
  defect: 'Any error of the inspection reads as: there is no certificate.',
  file: 'packages/engine/src/flow/survey.ts',
  replace: [
    {
      from: "await resolved.store.inspect(resolved.place, call.during('inspect'))",
      to: "await resolved.store\n      .inspect(resolved.place, call.during('inspect'))\n      .catch(() => ({ state: 'absent' as const }))",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/survey.test.ts',
    test: 'looking at what is held > takes no failed read for an absent certificate',
  },
});
