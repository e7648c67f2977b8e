import { mutant } from '../mutant.js';

export default mutant({
  name: 'kms-unwraps-with-any-key',
  defect: 'A ciphertext chooses its key, so one that another key made is opened.',
  file: 'packages/key-aws-kms/src/aws-kms-key.ts',
  replace: [
    { from: 'const input = { KeyId: this.#arn, CiphertextBlob', to: 'const input = { CiphertextBlob' },
  ],
  killedBy: {
    file: 'packages/key-aws-kms/src/aws-kms-key.test.ts',
    test: 'a key of KMS > does not unwrap for another context, nor what another key wrapped, though it may use both',
  },
});
