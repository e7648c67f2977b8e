import { mutant } from '../mutant.js';

export default mutant({
  name: 'detaches-what-is-not-ours',
  defect: 'Every certificate beside the new one is taken from the listener, whoever has put it there.',
  file: 'packages/engine/src/binding/binding-planner.ts',
  replace: [
    {
      from: 'uses.filter((one) => old.has(one))',
      to: 'uses.filter((one) => old.has(one) || one !== reference)',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/bindings.test.ts',
    test: 'a listener with several certificates > is given the new one beside the others, and the superseded one of ours is taken away',
  },
});
