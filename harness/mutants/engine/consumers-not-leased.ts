import { mutant } from '../mutant.js';

export default mutant({
  name: 'consumers-not-leased',
  defect: 'Two deploys point one listener at their certificates at the same time.',
  file: 'packages/engine/src/flow/deploy-flow.ts',
  replace: [
    {
      from: 'this.leases.take([fresh.place.address, ...addressesOf(fresh.consumers)])',
      to: 'this.leases.take([fresh.place.address, ...addressesOf([])])',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/binding/bindings.test.ts',
    test: 'what is refused before anything is sent > nothing while another deploy has the consumer',
  },
});
