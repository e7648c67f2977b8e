import { definePlugin } from '@certctl/plugin-api';
import { admitEndpoints } from '@certctl/plugin-aws';
import { capabilities } from './capabilities.js';
import { classify } from './classify.js';
import { type ElbConnection, elbConnection, listenerConfig } from './config.js';
import { assumeRolePolicy, iamPolicy } from './iam-policy.js';
import { permissions, quotas } from './permissions.js';
import { rules } from './rules.js';
import { VERSION } from './version.js';

/** The binding plugin for listeners of AWS load balancers: bindings of type `AWSELBV2`. */
export const awsElbv2 = definePlugin({
  kind: 'binding',
  type: 'AWSELBV2',
  alias: 'aws-elbv2',
  title: 'Elastic Load Balancing (ALB, NLB)',
  version: VERSION,
  config: listenerConfig,
  capabilities,
  stores: ['AWSACM'],
  permissions,
  quotas,
  rules,
  policies: { 'iam-policy': iamPolicy, 'iam-assume-role-policy': assumeRolePolicy },
  connection: (config) => elbConnection(config),
  pin: ({ listener_arn, slot }) =>
    slot === 'sni' ? undefined : { address: listener_arn, field: 'listener_arn' },
  async open(connection: ElbConnection, services) {
    admitEndpoints(connection.endpoints, services.http);
    // The SDK costs more to load than all the rest, and showing the manifest does not need it.
    const [{ openClient }, { ListenerBinding }] = await Promise.all([
      import('./elb-client.js'),
      import('./listener-binding.js'),
    ]);
    return new ListenerBinding(await openClient(connection, services), services);
  },
  classify,
});
