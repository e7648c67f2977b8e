import { mutant } from '../mutant.js';

export default mutant({
  name: 'fresh-reference-not-journaled',
  defect: 'The journal does not learn the reference that a first import was given.',
  file: 'packages/engine/src/flow/forward.ts',
  replace: [
    { from: '      ...(place.reference === undefined ? {} : { reference: place.reference }),\n', to: '' },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/fresh-target.test.ts',
    test: 'a target without a pinned certificate > is recovered where nothing can be searched, because the journal has the reference',
  },
});
