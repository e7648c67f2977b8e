export { answered } from './answered.js';
export { awsClassifier } from './aws-classifier.js';
export { type AwsCommand, assumeRoleSteps, awsCommand } from './aws-command.js';
export { AwsSender } from './aws-sender.js';
export { type CloudTrail, openCloudTrail } from './cloud-trail.js';
export { lookupEventsPermission, lookupEventsQuota } from './cloud-trail-permission.js';
export { cloudTrailWriters } from './cloud-trail-writers.js';
export {
  type AwsConnection,
  accountOfRole,
  checkConnection,
  connectionOf,
  endpointField,
  endpointFields,
  identityFields,
} from './connection-fields.js';
export { admitEndpoints } from './endpoint.js';
export { allow, assumeRoleDocument, assumeRolePermission, iamDocument } from './iam-document.js';
export { type AwsAccess, openAws } from './open-aws.js';
export { parsedConfig } from './parsed-config.js';
export { partitionOf } from './partition.js';
export type { Session } from './session.js';
export { withoutIdleMiddleware } from './without-idle-middleware.js';
