export { awsElbv2, awsElbv2 as default } from './aws-elbv2.js';
export type { ElbConnection, ListenerConfig } from './config.js';
