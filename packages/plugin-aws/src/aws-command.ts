import { type RecoveryStep, shellLine } from '@certctl/plugin-api';

/** What a command line has to be told of a connection. */
interface Connection {
  readonly region: string;
  readonly role_arn?: string | undefined;
  readonly external_id?: string | undefined;
  readonly profile?: string | undefined;
  readonly endpoints?: { readonly sts?: string | undefined } | undefined;
  readonly use_fips_endpoint?: boolean | undefined;
}

/** One command of a service, with version 2 of the AWS command line. */
export type AwsCommand = (operation: string, ...words: readonly string[]) => string;

/**
 * The commands of a service (`acm`, `elbv2`), made as the connection is.
 * https://docs.aws.amazon.com/cli/latest/reference/
 */
export function awsCommand(
  service: string,
  connection: Connection,
  endpoint: string | undefined,
): AwsCommand {
  const words = [
    ...['--region', connection.region],
    // With an assumed role the credentials are in the environment, which a profile would override.
    ...(connection.role_arn === undefined ? profileWords(connection) : []),
    ...endpointWords(endpoint),
  ];
  return (operation, ...rest) =>
    environment(connection) + shellLine('aws', service, operation, ...rest, ...words);
}

/** The step before all others where the connection names a role. */
export function assumeRoleSteps(connection: Connection): readonly RecoveryStep[] {
  if (connection.role_arn === undefined) return [];
  const assume = shellLine(
    ...[
      'aws',
      'sts',
      'assume-role',
      '--role-arn',
      connection.role_arn,
      '--role-session-name',
      'certctl-recovery',
    ],
    ...(connection.external_id === undefined ? [] : ['--external-id', connection.external_id]),
    ...['--query', 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]', '--output', 'text'],
    ...['--region', connection.region, ...profileWords(connection)],
    ...endpointWords(connection.endpoints?.sts),
  );
  const names = 'AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_SESSION_TOKEN=%s';
  return [
    {
      why: 'Work as the role of the target, in this shell only.',
      command: `export $(printf '${names}' $(${environment(connection)}${assume}))`,
    },
  ];
}

function environment(connection: Connection): string {
  return connection.use_fips_endpoint ? 'AWS_USE_FIPS_ENDPOINT=true ' : '';
}

function profileWords(connection: Connection): readonly string[] {
  return connection.profile === undefined ? [] : ['--profile', connection.profile];
}

function endpointWords(url: string | undefined): readonly string[] {
  return url === undefined ? [] : ['--endpoint-url', url];
}
