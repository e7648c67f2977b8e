import type { RoleOption } from '../acm/settings.js';
import { isAllowed } from '../iam/policy.js';
import type { Principal, Principals, Session } from '../iam/principals.js';
import type { Clock } from '../server/clock.js';
import type { XmlValue } from '../server/query-protocol.js';
import { ServiceError } from '../server/service-error.js';

export const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export interface StsCall {
  readonly parameters: URLSearchParams;
  /** Not known for AssumeRoleWithWebIdentity, which is not signed. */
  readonly principal: Principal;
  readonly principals: Principals;
  readonly clock: Clock;
}

export type StsOperation = (call: StsCall) => Readonly<Record<string, XmlValue | undefined>>;

export const stsOperations: ReadonlyMap<string, StsOperation> = new Map<string, StsOperation>([
  ['GetCallerIdentity', getCallerIdentity],
  ['AssumeRole', assumeRole],
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
]);

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
function getCallerIdentity({ principal }: StsCall): Record<string, XmlValue> {
  return { Arn: principal.arn, UserId: principal.userId, Account: principal.account };
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function assumeRole(call: StsCall): Record<string, XmlValue> {
  const request = readRequest(call);
  const role = call.principals.role(request.roleArn);
  const externalId = call.parameters.get('ExternalId') ?? undefined;
  const { allow } = call.principal;
  const denied = allow !== undefined && !isAllowed(allow, 'sts:AssumeRole', request.roleArn);
  // A missing permission, a wrong external id and an unknown role read alike, so that roles cannot be guessed.
  if (denied || role === undefined || (role.externalId !== undefined && role.externalId !== externalId))
    throw new ServiceError(
      'AccessDenied',
      `User: ${call.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${request.roleArn}`,
      403,
      'sts/assume-role',
    );
  return sessionOutput(openSession(call, role, request));
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
function assumeRoleWithWebIdentity(call: StsCall): Record<string, XmlValue> {
  const request = readRequest(call);
  const token = required(call, 'WebIdentityToken', 4, 20_000);
  const role = call.principals.role(request.roleArn);
  if (role?.webIdentityToken === undefined)
    throw new ServiceError(
      'AccessDenied',
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      403,
      'sts/assume-role',
    );
  if (role.webIdentityToken.trim() !== token.trim())
    throw new ServiceError(
      'InvalidIdentityToken',
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
      400,
      'sts/assume-role',
    );
  return {
    ...sessionOutput(openSession(call, role, request)),
    SubjectFromWebIdentityToken: 'system:serviceaccount:emulator:emulator',
    Audience: 'sts.amazonaws.com',
    Provider: 'emulator',
  };
}

interface RoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
}

function readRequest(call: StsCall): RoleRequest {
  const roleArn = required(call, 'RoleArn', 20, 2048);
  const sessionName = required(call, 'RoleSessionName', 2, 64);
  if (!/^[\w+=,.@-]*$/.test(sessionName)) invalid('RoleSessionName', 'its characters');
  const durationSeconds = Number(call.parameters.get('DurationSeconds') ?? '3600');
  if (!Number.isInteger(durationSeconds) || durationSeconds < 900 || durationSeconds > 43_200)
    invalid('DurationSeconds', '900 to 43200');
  return { roleArn, sessionName, durationSeconds };
}

function openSession({ principals, clock }: StsCall, role: RoleOption, request: RoleRequest): Session {
  return principals.openSession(role, request.sessionName, clock.now() + request.durationSeconds * 1000);
}

function sessionOutput(session: Session): Record<string, XmlValue> {
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiresAt).toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: session.arn },
  };
}

function required({ parameters }: StsCall, name: string, min: number, max: number): string {
  const value = parameters.get(name);
  if (value === null || value.length < min || value.length > max)
    return invalid(name, `${min} to ${max} characters`);
  return value;
}

function invalid(name: string, constraint: string): never {
  throw new ServiceError(
    'ValidationError',
    `1 validation error detected: Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ${constraint}`,
    400,
    'sts/assume-role',
  );
}
