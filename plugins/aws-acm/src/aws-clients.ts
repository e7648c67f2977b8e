import type * as AcmSdk from '@aws-sdk/client-acm';
import type * as TaggingSdk from '@aws-sdk/client-resource-groups-tagging-api';
import type { PluginServices } from '@certctl/plugin-api';
import { openAws, type Session, withoutIdleMiddleware } from '@certctl/plugin-aws';
import type { AcmConnection } from './config.js';
import { VERSION } from './version.js';

/** The SDK as an instance uses it: its modules, loaded when a target is opened, and one client each. */
export interface AwsClients {
  readonly acmSdk: typeof AcmSdk;
  readonly acm: AcmSdk.ACMClient;
  readonly taggingSdk: typeof TaggingSdk;
  readonly tagging: TaggingSdk.ResourceGroupsTaggingAPIClient;
  readonly session: Session;
  close(): void;
}

/** Loads the SDK and makes long-lived clients. Sends nothing. */
export async function openClients(connection: AcmConnection, services: PluginServices): Promise<AwsClients> {
  const [acmSdk, taggingSdk, access] = await Promise.all([
    import('@aws-sdk/client-acm'),
    import('@aws-sdk/client-resource-groups-tagging-api'),
    openAws(connection, services, VERSION),
  ]);
  const { acm: atAcm, tagging: atTagging } = connection.endpoints ?? {};
  const acm = withoutIdleMiddleware(new acmSdk.ACMClient(access.clientConfig(atAcm)));
  const tagging = withoutIdleMiddleware(
    new taggingSdk.ResourceGroupsTaggingAPIClient(access.clientConfig(atTagging)),
  );
  return {
    acmSdk,
    acm,
    taggingSdk,
    tagging,
    session: access.session,
    close() {
      acm.destroy();
      tagging.destroy();
      access.close();
    },
  };
}
