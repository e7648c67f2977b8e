import { mutant } from '../mutant.js';

export default mutant({
  name: 'rollback-toggles',
  defect: 'Whoever asks for a rollback twice gets the certificate again that was rolled back.',
  file: 'packages/engine/src/flow/past-material.ts',
  replace: [{ from: "entry.purpose === 'deploy' && ", to: '' }],
  killedBy: {
    file: 'packages/engine/src/flow/roll-back.test.ts',
    test: 'a rollback that somebody asks for > asked for twice does not bring in again what was left',
  },
});
