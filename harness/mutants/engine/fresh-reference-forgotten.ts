import { mutant } from '../mutant.js';

export default mutant({
  name: 'fresh-reference-forgotten',
  defect: 'The reference that a first import was given is not written to the address book.',
  file: 'packages/engine/src/flow/closer.ts',
  replace: [
    {
      from: 'record({ targetId: entry.targetId, address, reference })',
      to: 'record({ targetId: entry.targetId, address, reference: undefined })',
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/fresh-target.test.ts',
    test: 'a target without a pinned certificate > is renewed in place where nothing can be searched, because its reference was written down',
  },
});
