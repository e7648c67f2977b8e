import { mutant } from '../mutant.js';

export default mutant({
  name: 'other-installation-overwritten',
  defect: 'The tag of the installation is not compared: what another one made is overwritten.',
  file: 'packages/engine/src/plan/ownership.ts',
  replace: [{ from: 'if (instance !== provenance.instance) {', to: 'if (instance === undefined) {' }],
  killedBy: {
    file: 'packages/engine/src/plan/planner.test.ts',
    test: 'the plan for a certificate that another installation made > refuses to overwrite it, and a deploy sends nothing',
  },
  alsoKilledBy: { slug: 'ownership/another-installation-is-refused', on: 'memory' },
});
