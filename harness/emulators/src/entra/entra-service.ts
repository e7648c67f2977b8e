import { randomBytes, randomUUID } from 'node:crypto';
import { FaultBook } from '../faults/fault-book.js';
import { runWithFaults, type WireFault } from '../faults/wire-fault.js';
import type { Clock } from '../server/clock.js';
import type { RequestLog } from '../server/request-log.js';
import { refuse } from '../server/rule.js';
import { ServiceError } from '../server/service-error.js';
import type { Delivery, WireAnswer, WireRequest } from '../server/wire.js';
import type { Directory, Identity, ManagedIdentity } from './directory.js';
import { entraRules } from './entra-rules.js';
import { proveClient } from './prove-client.js';

/** A token that was given out. */
export interface IssuedToken extends Identity {
  readonly token: string;
  /** Without `/.default`. */
  readonly resource: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface EntraServiceParts {
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly tenant: string;
  readonly identityHeader: string;
  /** Where the server listens, as soon as it does. */
  url(): string;
  issued(token: IssuedToken): void;
}

export const IDENTITY_PATH = '/_entra/msi/token';

const LIFETIME_MS = 3_600_000;

/** Takes one request for discovery or a token to its delivery. */
export class EntraService {
  readonly faults = new FaultBook<WireFault>();

  constructor(private readonly parts: EntraServiceParts) {}

  async handle(request: WireRequest): Promise<Delivery> {
    const requestId = randomUUID();
    const operation = operationOf(request);
    const faults = this.faults.take(operation);
    let refused: ServiceError | undefined;
    const refuseWith = (error: ServiceError): WireAnswer => {
      refused = error;
      return errorAnswer(error, operation, requestId);
    };
    const delivery = await runWithFaults(faults, {
      requestId,
      requestIdHeader: 'x-ms-request-id',
      run: async () => {
        try {
          return answer(200, this.run(operation, request), requestId);
        } catch (error) {
          return refuseWith(
            error instanceof ServiceError ? error : new ServiceError('server_error', '', 500),
          );
        }
      },
      errorAnswer: refuseWith,
      throttling: new ServiceError('temporarily_unavailable', 'AADSTS90055: The server is busy.', 429),
    });
    this.parts.log.add({
      requestId,
      at: this.parts.clock.now(),
      service: 'entra',
      operation,
      region: '',
      accessKeyId: undefined,
      principal: undefined,
      resource: undefined,
      status: 'answer' in delivery ? delivery.answer.status : undefined,
      error: refused?.name,
      rule: refused?.rule,
      faults: faults.map(({ kind }) => kind),
    });
    return delivery;
  }

  private run(operation: Operation, request: WireRequest): object {
    switch (operation) {
      case 'Discovery':
        return this.discovery(request);
      case 'Token':
        return this.clientToken(request);
      case 'ManagedIdentityToken':
        return this.identityToken(request);
      case 'Unknown':
        return refuse(entraRules.path, { path: request.path });
    }
  }

  /** https://openid.net/specs/openid-connect-discovery-1_0.html */
  private discovery(request: WireRequest): object {
    this.checkTenant(request);
    const authority = `${this.parts.url()}/${this.parts.tenant}`;
    return {
      issuer: `${authority}/v2.0`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    };
  }

  private clientToken(request: WireRequest): object {
    const { directory, clock, tenant, url } = this.parts;
    this.checkTenant(request);
    const form = new URLSearchParams(new TextDecoder().decode(request.body));
    const grant = form.get('grant_type') ?? '';
    if (grant !== 'client_credentials') refuse(entraRules.grant, { grant });
    const tokenEndpoint = `${url()}/${tenant}/oauth2/v2.0/token`;
    const client = proveClient(form, { directory, tokenEndpoint, now: clock.now() });
    const scope = form.get('scope') ?? '';
    // The client libraries send the scopes of OpenID Connect along.
    const [resource] = scope.split(' ').filter((one) => one.endsWith('/.default'));
    if (resource === undefined) refuse(entraRules.scope, { scope });
    const { token } = this.issue(client, resource.slice(0, -'/.default'.length));
    const seconds = LIFETIME_MS / 1000;
    return { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: token };
  }

  /** https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
  private identityToken({ headers, query }: WireRequest): object {
    if (headers['x-identity-header'] !== this.parts.identityHeader) refuse(entraRules.identityHeader);
    const resource = query.resource;
    if (query['api-version'] !== '2019-08-01' || resource === undefined)
      refuse(entraRules.identityRequest, { what: 'api-version or resource' });
    const identity = this.parts.directory.identity(wanted(query));
    if (identity === undefined) refuse(entraRules.identityRequest, { what: 'identity' });
    const { token, expiresAt } = this.issue(identity, resource);
    return {
      access_token: token,
      expires_on: String(Math.floor(expiresAt / 1000)),
      resource,
      token_type: 'Bearer',
      client_id: identity.clientId,
    };
  }

  private issue({ clientId, objectId }: Identity, resource: string): IssuedToken {
    const expiresAt = this.parts.clock.now() + LIFETIME_MS;
    const issued = {
      token: this.token({ aud: resource, oid: objectId, appid: clientId, exp: Math.floor(expiresAt / 1000) }),
      ...{ clientId, objectId, resource, expiresAt },
    };
    this.parts.issued(issued);
    return issued;
  }

  /** In the form and with the claims of a real one, so that who it is for can be read; the signature is of nobody. */
  private token(claims: object): string {
    const { tenant } = this.parts;
    const all = { iss: `https://sts.windows.net/${tenant}/`, tid: tenant, uti: randomUUID(), ...claims };
    const parts = [{ typ: 'JWT', alg: 'RS256', kid: 'emulator' }, all];
    const signature = randomBytes(32).toString('base64url');
    return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), signature].join(
      '.',
    );
  }

  private checkTenant({ path }: WireRequest): void {
    const tenant = path.split('/')[1] ?? '';
    if (tenant !== this.parts.tenant) refuse(entraRules.tenant, { tenant });
  }
}

type Operation = 'Discovery' | 'Token' | 'ManagedIdentityToken' | 'Unknown';

function operationOf({ method, path }: WireRequest): Operation {
  if (method === 'GET' && path === IDENTITY_PATH) return 'ManagedIdentityToken';
  if (method === 'GET' && path.endsWith('/v2.0/.well-known/openid-configuration')) return 'Discovery';
  return method === 'POST' && path.endsWith('/oauth2/v2.0/token') ? 'Token' : 'Unknown';
}

/** Which identity the parameters name; undefined: none, the system-assigned one is meant. */
function wanted(
  query: Readonly<Record<string, string>>,
): ((identity: ManagedIdentity) => boolean) | undefined {
  const { client_id, principal_id, mi_res_id } = query;
  if (client_id !== undefined) return ({ clientId }) => clientId === client_id;
  if (principal_id !== undefined) return ({ objectId }) => objectId === principal_id;
  if (mi_res_id !== undefined) return ({ resourceId }) => resourceId === mi_res_id;
  return undefined;
}

function errorAnswer(error: ServiceError, operation: Operation, requestId: string): WireAnswer {
  const code = /^AADSTS(\d+)/.exec(error.message)?.[1];
  const body =
    operation === 'ManagedIdentityToken'
      ? { statusCode: error.status, message: error.message }
      : {
          error: error.name,
          error_description: error.message,
          error_codes: code === undefined ? [] : [Number(code)],
          trace_id: requestId,
          correlation_id: requestId,
        };
  return answer(error.status, body, requestId);
}

function answer(status: number, body: object, requestId: string): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-ms-request-id': requestId },
    body: JSON.stringify(body),
  };
}
