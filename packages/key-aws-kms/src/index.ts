export { awsKmsKey, type KmsKeyOptions } from './aws-kms-key.js';
