import { mutant } from '../mutant.js';

export default mutant({
  name: 'rollback-to-an-expired-certificate',
  defect: 'A rollback puts a certificate back that has expired meanwhile, and takes the site down.',
  file: 'packages/engine/src/flow/deploy-flow.ts',
  replace: [{ from: 'refuseExpired(material, this.clock.now());', to: 'refuseExpired(material, 0);' }],
  killedBy: {
    file: 'packages/engine/src/flow/roll-back.test.ts',
    test: 'a rollback that somebody asks for > is refused to a certificate that has expired meanwhile',
  },
});
