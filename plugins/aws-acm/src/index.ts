export { awsAcm, awsAcm as default } from './aws-acm.js';
export type { AcmConfig, AcmConnection } from './config.js';
