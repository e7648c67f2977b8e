import { mutant } from '../mutant.js';

export default mutant({
  name: 'imports-of-the-year-not-counted',
  defect: 'Imports are not counted over the year, and one day ACM refuses every one of them.',
  file: 'packages/engine/src/call/engine-call.ts',
  replace: [
    { from: 'await usage.add({ id, scope, operation, until: clock.now() + perMs }, clock.now());', to: '' },
  ],
  killedBy: {
    file: 'packages/engine/src/call/engine-call.test.ts',
    test: 'a call that the service counts over months > is written down before it is sent, and counts until the window has passed',
  },
});
