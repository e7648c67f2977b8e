import { mutant } from '../mutant.js';

export default mutant({
  name: 'given-key-makes-it-ours',
  defect: 'A certificate counts as ours because somebody gave us its key.',
  file: 'packages/engine/src/plan/ownership.ts',
  replace: [{ from: "record.origin === 'sent'", to: 'record.origin !== undefined' }],
  killedBy: {
    file: 'packages/engine/src/plan/ownership.test.ts',
    test: 'a certificate is ours > by no key that somebody gave us',
  },
});
