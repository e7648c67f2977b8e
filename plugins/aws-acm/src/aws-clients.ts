import type * as AcmSdk from '@aws-sdk/client-acm';
import type * as TaggingSdk from '@aws-sdk/client-resource-groups-tagging-api';
import type { PluginServices } from '@certctl/plugin-api';
import {
  AwsSender,
  type CloudTrail,
  openAws,
  openCloudTrail,
  type Session,
  withoutIdleMiddleware,
} from '@certctl/plugin-aws';
import type { AcmConnection } from './config.js';
import { VERSION } from './version.js';

/** The SDK as an instance uses it: its modules, loaded when a target is opened, and one client each. */
export interface AwsClients {
  readonly acmSdk: typeof AcmSdk;
  readonly acm: Pick<AcmSdk.ACMClient, 'send'>;
  readonly taggingSdk: typeof TaggingSdk;
  readonly tagging: Pick<TaggingSdk.ResourceGroupsTaggingAPIClient, 'send'>;
  readonly session: Session;
  readonly trail: CloudTrail;
  close(): void;
}

/**
 * Loads the SDK and makes long-lived clients. Sends nothing.
 * @param sendsItself whether the clients send all that they are given themselves, for what takes their place in a test
 */
export async function openClients(
  connection: AcmConnection,
  services: PluginServices,
  { sendsItself = false }: { readonly sendsItself?: boolean } = {},
): Promise<AwsClients> {
  const [acmSdk, taggingSdk, access] = await Promise.all([
    import('@aws-sdk/client-acm'),
    import('@aws-sdk/client-resource-groups-tagging-api'),
    openAws(connection, services, VERSION),
  ]);
  const { acm: atAcm, tagging: atTagging, cloudtrail } = connection.endpoints ?? {};
  const acm = withoutIdleMiddleware(new acmSdk.ACMClient(access.clientConfig(atAcm)));
  const tagging = withoutIdleMiddleware(
    new taggingSdk.ResourceGroupsTaggingAPIClient(access.clientConfig(atTagging)),
  );
  const { requestHandler } = access.clientConfig(undefined);
  const trail = openCloudTrail(access, connection.region, cloudtrail);
  return {
    acmSdk,
    acm: sendsItself ? acm : AwsSender.of(acm, requestHandler),
    taggingSdk,
    tagging: sendsItself ? tagging : AwsSender.of(tagging, requestHandler),
    session: access.session,
    trail,
    close() {
      acm.destroy();
      tagging.destroy();
      trail.close();
      access.close();
    },
  };
}
