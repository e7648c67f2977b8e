import { mutant } from '../mutant.js';

export default mutant({
  name: 'leased-after-the-search',
  defect: 'A fresh target is searched before its lease is held, so that two deploys both find nothing.',
  file: 'packages/engine/src/flow/deploy-flow.ts',
  replace: [
    { from: '[fresh.place.address, ...addressesOf(fresh.consumers)]', to: 'addressesOf(fresh.consumers)' },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/fresh-target.test.ts',
    test: 'a target without a pinned certificate > is leased before it is searched for, so that a deploy that ends in between is found',
  },
});
