import type { LoggedRequest } from '../server/request-log.js';

/** One call to a service, as CloudTrail tells of it. */
export interface CloudTrailEvent {
  readonly eventId: string;
  /** Epoch milliseconds, whole seconds. */
  readonly at: number;
  readonly account: string;
  readonly region: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly readOnly: boolean;
  readonly accessKeyId: string | undefined;
  readonly userName: string;
  readonly resource: string | undefined;
  /** The record, as `CloudTrailEvent` holds it. */
  readonly record: object;
}

const SOURCES: Readonly<Record<string, string>> = {
  acm: 'acm.amazonaws.com',
  elasticloadbalancing: 'elasticloadbalancing.amazonaws.com',
};

const READS = /^(?:Describe|Get|List|Search)/;

/** What the record shows of a blob: its length, and a word in the place of its bytes. */
const BUFFER = {
  hb: ['byte', 'byte', 'byte', '...'],
  offset: 0,
  isReadOnly: false,
  bigEndian: true,
  nativeByteOrder: false,
  mark: -1,
  position: 0,
  limit: 1674,
  capacity: 1674,
  address: 0,
};

/** The event of a request; undefined for what no trail of the service tells. */
export function eventOf(request: LoggedRequest): CloudTrailEvent | undefined {
  const { requestId, service, operation, region, principal, accessKeyId, resource, error, origin } = request;
  const eventSource = SOURCES[service];
  if (eventSource === undefined || principal === undefined || request.reached === false) return undefined;
  const at = Math.floor(request.at / 1000) * 1000;
  const account = principal.split(':')[4] ?? '';
  const readOnly = READS.test(operation);
  const eventId = eventIdOf(requestId);
  const userName = principal.split('/').at(-1) ?? '';
  const made = operation === 'ImportCertificate' && error === undefined && resource !== undefined;
  return {
    ...{ eventId, at, account, region, eventName: operation, eventSource, readOnly, accessKeyId, userName },
    resource,
    record: {
      eventVersion: '1.09',
      userIdentity: identityOf(principal, account, accessKeyId),
      eventTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
      eventSource,
      eventName: operation,
      awsRegion: region,
      sourceIPAddress: origin?.sourceAddress,
      userAgent: origin?.userAgent,
      ...(error === undefined ? {} : { errorCode: errorCodeOf(error), errorMessage: 'refused' }),
      requestParameters: parametersOf(request),
      responseElements: made ? { certificateArn: resource } : null,
      requestID: requestId,
      eventID: eventId,
      readOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    },
  };
}

function parametersOf({ service, operation, named }: LoggedRequest): object {
  if (service !== 'acm') {
    // Operations on a listener name it, those on a load balancer name that.
    const member = named?.includes(':listener/') ? 'listenerArn' : 'loadBalancerArn';
    return named === undefined ? {} : { [member]: named };
  }
  return {
    ...(named === undefined ? {} : { certificateArn: named }),
    ...(operation === 'ImportCertificate'
      ? { privateKey: BUFFER, certificate: BUFFER, certificateChain: BUFFER }
      : {}),
  };
}

function identityOf(arn: string, accountId: string, accessKeyId: string | undefined): object {
  const [, partition, , , , path = ''] = arn.split(':');
  const [kind, name, session] = path.split('/');
  if (kind !== 'assumed-role') {
    return { type: 'IAMUser', principalId: `AIDA${name}`, arn, accountId, accessKeyId, userName: name };
  }
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn,
    accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: `arn:${partition}:iam::${accountId}:role/${name}`,
        accountId,
        userName: name,
      },
      attributes: { mfaAuthenticated: 'false' },
    },
  };
}

/** Of its own, and the same each time that the event is looked up. */
function eventIdOf(requestId: string): string {
  return [...requestId].reverse().join('').replaceAll('-', '').replace(UUID, '$1-$2-$3-$4-$5');
}

const UUID = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

function errorCodeOf(name: string): string {
  return name === 'AccessDeniedException' ? 'AccessDenied' : name;
}
