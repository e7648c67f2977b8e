import type * as ElbSdk from '@aws-sdk/client-elastic-load-balancing-v2';
import type { PluginServices } from '@certctl/plugin-api';
import {
  type CloudTrail,
  openAws,
  openCloudTrail,
  type Session,
  withoutIdleMiddleware,
} from '@certctl/plugin-aws';
import type { ElbConnection } from './config.js';
import { VERSION } from './version.js';

/** The SDK as an instance uses it: its module, loaded when a binding is opened, and one client. */
export interface ElbClient {
  readonly sdk: typeof ElbSdk;
  readonly elb: ElbSdk.ElasticLoadBalancingV2Client;
  readonly session: Session;
  readonly trail: CloudTrail;
  close(): void;
}

/** Loads the SDK and makes a long-lived client. Sends nothing. */
export async function openClient(connection: ElbConnection, services: PluginServices): Promise<ElbClient> {
  const [sdk, access] = await Promise.all([
    import('@aws-sdk/client-elastic-load-balancing-v2'),
    openAws(connection, services, VERSION),
  ]);
  const elb = withoutIdleMiddleware(
    new sdk.ElasticLoadBalancingV2Client(access.clientConfig(connection.endpoints?.elbv2)),
  );
  const trail = openCloudTrail(access, connection.region, connection.endpoints?.cloudtrail);
  return {
    sdk,
    elb,
    session: access.session,
    trail,
    close() {
      elb.destroy();
      trail.close();
      access.close();
    },
  };
}
