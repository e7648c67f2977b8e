import { mutant } from '../mutant.js';

export default mutant({
  name: 'expiring-waits-in-line',
  defect: 'A certificate that expires tomorrow waits for its quota behind those that have months.',
  file: 'packages/engine/src/call/governor.ts',
  replace: [{ from: '(turn.expires ?? Number.POSITIVE_INFINITY) <', to: 'Number.POSITIVE_INFINITY <' }],
  killedBy: {
    file: 'packages/engine/src/call/governor.test.ts',
    test: 'the governor > lets the certificate that expires first go first, and what holds none last',
  },
});
