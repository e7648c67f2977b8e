import { mutant } from '../mutant.js';

export default mutant({
  name: 'rollback-shares-the-deadline',
  defect: 'A deploy that ran out of time has none left to go back.',
  file: 'packages/engine/src/flow/call-factory.ts',
  replace: [
    {
      from: 'this.clock.now() + this.timing.rollbackMs,',
      to: 'this.deployment.startedAt + this.timing.deployMs,',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/rollback.test.ts',
    test: 'a rollback > has a deadline of its own when the deploy has used up all of its time',
  },
});
