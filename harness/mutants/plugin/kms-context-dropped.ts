import { mutant } from '../mutant.js';

export default mutant({
  name: 'kms-context-dropped',
  defect: 'What KMS wraps for one record it unwraps for any.',
  file: 'packages/key-aws-kms/src/aws-kms-key.ts',
  replace: [
    {
      from: 'Plaintext: dataKey, EncryptionContext: { ...context } }',
      to: "Plaintext: dataKey, EncryptionContext: { record: String(context.record === '') } }",
    },
    {
      from: 'CiphertextBlob: wrapped, EncryptionContext: { ...context } }',
      to: "CiphertextBlob: wrapped, EncryptionContext: { record: String(context.record === '') } }",
    },
  ],
  killedBy: {
    file: 'packages/key-aws-kms/src/aws-kms-key.test.ts',
    test: 'a key of KMS > does not unwrap for another context, nor what another key wrapped, though it may use both',
  },
});
