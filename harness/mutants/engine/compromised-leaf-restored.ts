import { mutant } from '../mutant.js';

export default mutant({
  name: 'compromised-leaf-restored',
  defect: 'A certificate that was marked compromised is put back when its successor fails.',
  file: 'packages/engine/src/flow/previous-material.ts',
  replace: [
    {
      from: 'const mark = await this.compromised.find(leaf);',
      to: "const mark = await this.compromised.find({ fingerprint: '', publicKey: leaf.serial });",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/key-acts.test.ts',
    test: 'a certificate that was marked compromised > is not restored: the plan says so, and a rollback that would need it says why it failed',
  },
});
