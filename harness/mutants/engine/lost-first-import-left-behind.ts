import { mutant } from '../mutant.js';

export default mutant({
  name: 'lost-first-import-left-behind',
  defect:
    'A first import whose answer was lost is not known to be of the deploy, so that it stays when the deploy is taken back.',
  file: 'packages/engine/src/flow/withdraw.ts',
  replace: [
    {
      from: "    return store.find === undefined && seen === 'new';\n",
      to: "    return store.find !== undefined && seen === 'new';\n",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/what-is-shown.test.ts',
    test: 'a store that shows no more than a fingerprint > is empty again when a first deploy is cancelled whose answer was lost, where no place has a reference',
  },
});
