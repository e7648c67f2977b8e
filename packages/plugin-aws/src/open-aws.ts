import { hostname } from 'node:os';
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { Credentials, PluginServices } from '@certctl/plugin-api';
import type { AwsRequestHandler } from '@certctl/plugin-http/aws';
import type { AwsConnection } from './connection-fields.js';
import { Session } from './session.js';

type CredentialsInput = NonNullable<STSClientConfig['credentials']>;

/** Access to AWS as a connection says: what every client of an instance is made with. */
export interface AwsAccess {
  /** Made ready before each call. */
  readonly session: Session;
  /** Configuration of a client that signs as the session; at AWS's own endpoint unless one is given. */
  clientConfig(endpoint: string | undefined): AwsClientConfig;
  close(): void;
}

export interface AwsClientConfig {
  readonly region: string;
  readonly requestHandler: AwsRequestHandler;
  readonly maxAttempts: number;
  readonly useFipsEndpoint?: true;
  readonly customUserAgent: [string, string][];
  readonly endpoint?: string;
  readonly credentials: CredentialsInput;
}

/**
 * Makes what the clients share. Sends nothing.
 *
 * @param version of the plugin, for the user agent
 */
export async function openAws(
  connection: AwsConnection,
  services: PluginServices,
  version: string,
): Promise<AwsAccess> {
  const [stsSdk, { AwsRequestHandler }] = await Promise.all([
    import('@aws-sdk/client-sts'),
    import('@certctl/plugin-http/aws'),
  ]);
  const requestHandler = new AwsRequestHandler(services.http, services.clock);
  const shared = {
    region: connection.region,
    requestHandler,
    // The engine repeats what may be repeated; a retry in here would be neither counted nor journaled.
    maxAttempts: 1,
    ...(connection.use_fips_endpoint ? { useFipsEndpoint: true as const } : {}),
    // CloudTrail shows the user agent, which tells our writes from others'.
    customUserAgent: [['certctl', version]] as [string, string][],
  };
  const at = (endpoint: string | undefined) => (endpoint === undefined ? {} : { endpoint });
  const base = await baseCredentials(connection, services.credentials, {
    region: connection.region,
    requestHandler,
    maxAttempts: shared.maxAttempts,
  });
  const sts = (credentials: CredentialsInput) =>
    new stsSdk.STSClient({ ...shared, ...at(connection.endpoints?.sts), credentials });
  const session = new Session({ stsSdk, sts, base, role: roleOf(connection), clock: services.clock });
  return {
    session,
    clientConfig: (endpoint) => ({ ...shared, ...at(endpoint), credentials: session.credentials }),
    close: () => session.close(),
  };
}

/**
 * The host's own credentials, or the SDK's default chain: environment (skipped when a profile is named),
 * SSO, configuration files, process, web identity (IRSA), container and instance metadata.
 */
async function baseCredentials(
  connection: AwsConnection,
  credentials: Credentials,
  clientConfig: Pick<AwsClientConfig, 'region' | 'requestHandler' | 'maxAttempts'>,
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

function roleOf(connection: AwsConnection) {
  if (connection.role_arn === undefined) return undefined;
  return {
    RoleArn: connection.role_arn,
    // The name of the machine is what CloudTrail then shows beside the role. The characters are STS's.
    RoleSessionName: `certctl-${hostname().replace(/[^\w+=,.@-]/g, '-')}`.slice(0, 64),
    ...(connection.external_id === undefined ? {} : { ExternalId: connection.external_id }),
  };
}
