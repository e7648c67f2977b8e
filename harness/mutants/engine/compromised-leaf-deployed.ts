import { mutant } from '../mutant.js';

export default mutant({
  name: 'compromised-leaf-deployed',
  defect: 'A certificate that was marked compromised is deployed again.',
  file: 'packages/engine/src/plan/planner.ts',
  replace: [
    {
      from: '...(mark ? [leafCompromised(mark)] : []),',
      to: "...(mark && snapshot.observation.state === 'absent' ? [leafCompromised(mark)] : []),",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/key-acts.test.ts',
    test: 'a certificate that was marked compromised > is refused when it is deployed again, or adopted, and so is another one of its key',
  },
});
