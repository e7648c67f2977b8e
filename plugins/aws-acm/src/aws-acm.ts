import { definePlugin } from '@certctl/plugin-api';
import { admitEndpoints, connectionOf } from '@certctl/plugin-aws';
import { capabilities } from './capabilities.js';
import { classify } from './classify.js';
import { type AcmConnection, acmConfig, acmScope, pinnedArn } from './config.js';
import { assumeRolePolicy, iamPolicy } from './iam-policy.js';
import { limits, quotas } from './limits.js';
import { permissions } from './permissions.js';
import { rules } from './rules.js';
import { VERSION } from './version.js';

/** The store plugin for AWS Certificate Manager: targets of type `AWSACM`. */
export const awsAcm = definePlugin({
  kind: 'store',
  type: 'AWSACM',
  alias: 'aws-acm',
  title: 'AWS Certificate Manager',
  version: VERSION,
  config: acmConfig,
  capabilities,
  permissions,
  quotas,
  limits,
  rules,
  policies: { 'iam-policy': iamPolicy, 'iam-assume-role-policy': assumeRolePolicy },
  discovery: { scope: acmScope, connection: connectionOf },
  connection: (config) => connectionOf(config),
  pin: (config) => {
    const address = pinnedArn(config);
    return address === undefined ? undefined : { address, field: 'certificate_arn' };
  },
  async open(connection: AcmConnection, services) {
    admitEndpoints(connection.endpoints, services.http);
    // The SDK costs more to load than all the rest, and showing the manifest does not need it.
    const [{ openClients }, { AcmStore }] = await Promise.all([
      import('./aws-clients.js'),
      import('./acm-store.js'),
    ]);
    return new AcmStore(await openClients(connection, services));
  },
  classify,
});
