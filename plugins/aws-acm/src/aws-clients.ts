import { hostname } from 'node:os';
import type * as AcmSdk from '@aws-sdk/client-acm';
import type * as TaggingSdk from '@aws-sdk/client-resource-groups-tagging-api';
import type { Credentials, PluginServices } from '@certctl/plugin-api';
import type { AwsRequestHandler } from '@certctl/plugin-http/aws';
import type { AcmConnection } from './config.js';
import { Session } from './session.js';
import { VERSION } from './version.js';

type CredentialsInput = NonNullable<AcmSdk.ACMClientConfig['credentials']>;

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
  const [acmSdk, taggingSdk, stsSdk, { AwsRequestHandler }] = await Promise.all([
    import('@aws-sdk/client-acm'),
    import('@aws-sdk/client-resource-groups-tagging-api'),
    import('@aws-sdk/client-sts'),
    import('@certctl/plugin-http/aws'),
  ]);
  const requestHandler = new AwsRequestHandler(services.http, services.clock);
  const shared = {
    region: connection.region,
    requestHandler,
    // The engine repeats what may be repeated; a retry in here would be neither counted nor journaled.
    maxAttempts: 1,
    ...(connection.use_fips_endpoint ? { useFipsEndpoint: true } : {}),
    // CloudTrail shows the user agent, which tells our writes from others'.
    customUserAgent: [['certctl', VERSION]] as [string, string][],
  };
  const at = (endpoint: string | undefined) => (endpoint === undefined ? {} : { endpoint });
  const { endpoints } = connection;
  const base = await baseCredentials(connection, services.credentials, {
    region: connection.region,
    requestHandler,
    maxAttempts: shared.maxAttempts,
  });
  const sts = (credentials: CredentialsInput) =>
    new stsSdk.STSClient({ ...shared, ...at(endpoints?.sts), credentials });
  const session = new Session({ stsSdk, sts, base, role: roleOf(connection), clock: services.clock });
  const acm = new acmSdk.ACMClient({ ...shared, ...at(endpoints?.acm), credentials: session.credentials });
  const tagging = new taggingSdk.ResourceGroupsTaggingAPIClient({
    ...shared,
    ...at(endpoints?.tagging),
    credentials: session.credentials,
  });
  for (const { middlewareStack } of [acm, tagging]) {
    // There is nothing for them to do: no logger of the SDK's own, no Lambda function to trace, and no retry.
    middlewareStack.remove('loggerMiddleware');
    middlewareStack.remove('recursionDetectionMiddleware');
    // Others have their place behind this one, so it stays as a name.
    middlewareStack.add((next) => next, {
      name: 'retryMiddleware',
      step: 'finalizeRequest',
      priority: 'high',
      override: true,
    });
  }
  return {
    acmSdk,
    acm,
    taggingSdk,
    tagging,
    session,
    close() {
      acm.destroy();
      tagging.destroy();
      session.close();
    },
  };
}

/**
 * The host's own credentials, or the SDK's default chain: environment (skipped when a profile is named),
 * SSO, configuration files, process, web identity (IRSA), container and instance metadata.
 */
async function baseCredentials(
  connection: AcmConnection,
  credentials: Credentials,
  clientConfig: {
    readonly region: string;
    readonly requestHandler: AwsRequestHandler;
    readonly maxAttempts: number;
  },
): Promise<CredentialsInput> {
  const given = credentials.get('aws');
  // The host promises the SDK's own credentials for the vendor `aws`; the SDK checks them when it signs.
  if (given !== undefined) return given as CredentialsInput;
  const sdk = await import('@aws-sdk/credential-providers');
  const { profile, endpoints } = connection;
  const chain = sdk.fromNodeProviderChain({ clientConfig, ...(profile === undefined ? {} : { profile }) });
  if (profile !== undefined || endpoints?.sts === undefined) return chain;
  // The chain has one configuration for STS and SSO, so the endpoint of STS cannot be given to all of it.
  const atEndpoint = { ...clientConfig, endpoint: endpoints.sts };
  return sdk.createCredentialChain(sdk.fromEnv(), sdk.fromTokenFile({ clientConfig: atEndpoint }), chain);
}

function roleOf(connection: AcmConnection) {
  if (connection.role_arn === undefined) return undefined;
  return {
    RoleArn: connection.role_arn,
    // The name of the machine is what CloudTrail then shows beside the role. The characters are STS's.
    RoleSessionName: `certctl-${hostname().replace(/[^\w+=,.@-]/g, '-')}`.slice(0, 64),
    ...(connection.external_id === undefined ? {} : { ExternalId: connection.external_id }),
  };
}
