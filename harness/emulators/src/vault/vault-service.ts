import { randomUUID } from 'node:crypto';
import { FaultBook } from '../faults/fault-book.js';
import { runWithFaults } from '../faults/wire-fault.js';
import type { Clock } from '../server/clock.js';
import { originOf, type RequestLog } from '../server/request-log.js';
import { refuse } from '../server/rule.js';
import { ServiceError } from '../server/service-error.js';
import type { Delivery, WireAnswer, WireRequest } from '../server/wire.js';
import { callerText, permit } from './access.js';
import type { VaultStore } from './certificate-store.js';
import type { VaultKeys } from './keys/vault-keys.js';
import { Rates } from './rates.js';
import { RequestBody } from './request-body.js';
import { type Route, routeOf } from './route.js';
import { accessRules } from './rules/access-rules.js';
import { importRules } from './rules/import-rules.js';
import { protocolRules } from './rules/protocol-rules.js';
import { interfere } from './second-writer.js';
import type { VaultSettings } from './settings.js';
import type { VaultCall } from './vault-call.js';
import { isWireFault, type VaultFault } from './vault-fault.js';
import type { VaultPrincipal, VaultPrincipals } from './vault-principals.js';

export interface VaultServiceParts {
  readonly store: VaultStore;
  readonly keys: VaultKeys;
  readonly settings: VaultSettings;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly principals: VaultPrincipals;
  readonly vault: string;
  readonly location: string;
  readonly tenant: string;
  readonly scheme: 'http' | 'https';
}

const API_VERSIONS = ['7.0', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '2025-07-01', '2026-04-01'];

const NAME = /^[0-9a-zA-Z-]{1,127}$/;

/** Takes one request through identity, firewall, rate, permission, faults and operation to its delivery. */
export class VaultService {
  readonly faults = new FaultBook<VaultFault>();
  readonly rates: Rates;

  constructor(private readonly parts: VaultServiceParts) {
    this.rates = new Rates(parts.clock);
  }

  async handle(request: WireRequest): Promise<Delivery> {
    const requestId = randomUUID();
    const route = routeOf(request);
    const token = bearerToken(request);
    // Its token is what a client first comes without, to be told where to get one: no fault is spent on that.
    const operation = token === undefined ? 'Challenge' : route.operation;
    const faults = this.faults.take(operation);
    const principal =
      token === undefined ? undefined : this.parts.principals.of(token, this.parts.clock.now());
    const seen: Seen = { error: undefined, reached: false };
    const delivery = await runWithFaults(faults.filter(isWireFault), {
      requestId,
      requestIdHeader: 'x-ms-request-id',
      run: () => this.answer({ request, route, requestId, token, principal, faults }, seen),
      errorAnswer: (error) => {
        seen.error = error;
        return this.errorAnswer(error, requestId);
      },
      throttling: throttling(),
    });
    this.parts.log.add({
      requestId,
      at: this.parts.clock.now(),
      service: 'keyvault',
      operation,
      region: this.parts.location,
      accessKeyId: undefined,
      principal: principal?.objectId,
      application: principal?.clientId,
      origin: originOf(request),
      reached: seen.reached,
      resource: route.name === '' ? undefined : route.name,
      status: 'answer' in delivery ? delivery.answer.status : undefined,
      error: seen.error?.name,
      rule: seen.error?.rule,
      faults: faults.map(({ kind }) => kind),
    });
    return delivery;
  }

  private async answer(received: Received, seen: Seen): Promise<WireAnswer> {
    const { requestId } = received;
    seen.reached = true;
    try {
      const output = await this.run(received);
      return output === undefined
        ? { status: 204, headers: this.headers(requestId), body: '' }
        : { status: 200, headers: this.headers(requestId), body: JSON.stringify(output) };
    } catch (error) {
      seen.error = error instanceof ServiceError ? error : internalError();
      return this.errorAnswer(seen.error, requestId);
    }
  }

  private async run({ request, route, token, principal, faults }: Received): Promise<object | undefined> {
    const { settings, vault, location, tenant } = this.parts;
    if (token === undefined) refuse(accessRules.challenge);
    if (principal === undefined) refuse(accessRules.token);
    const vaultText = `${vault};location=${location}`;
    if (settings.firewall)
      refuse(accessRules.firewall, { caller: callerText(principal, tenant), vault: vaultText });
    const apiVersion = checkedVersion(request);
    const { found, name } = route;
    if (found === undefined) refuseOperation(request, route);
    if (found.path.includes('{name}') && !NAME.test(name)) refuse(importRules.name, { name });
    this.rates.spend(route.operation, settings.rates);
    const resourceId = `/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/emulator/providers/microsoft.keyvault/vaults/${vault}/${route.collection}/${name.toLowerCase()}`;
    permit(found.access, principal, { vault: vaultText, resourceId, tenant });
    const call: VaultCall = {
      ...this.parts,
      principal,
      baseUrl: `${this.parts.scheme}://${request.headers.host ?? vault}`,
      vault: vaultText,
      apiVersion,
      query: request.query,
      body: RequestBody.read(request.body),
      name,
      version: route.version,
      faults,
    };
    await interfere('before-effect', call);
    const output = await found.run(call);
    await interfere('after-effect', call);
    return output;
  }

  private errorAnswer(error: ServiceError, requestId: string): WireAnswer {
    const { settings, tenant } = this.parts;
    const told = error.status !== 403 || settings.forbiddenInnerCodes;
    const inner = told ? error.inner : undefined;
    const authorization = `${settings.challengeAuthority}/${tenant}`;
    const challenge = `Bearer authorization="${authorization}", resource="${settings.challengeResource}"`;
    return {
      status: error.status,
      headers: {
        ...this.headers(requestId),
        ...(error.status === 401 ? { 'www-authenticate': challenge } : {}),
        ...(error.status === 429 && settings.retryAfter
          ? { 'retry-after': String(this.rates.retryAfter()) }
          : {}),
      },
      body: JSON.stringify({
        error: {
          code: error.name,
          message: error.message,
          ...(inner === undefined ? {} : { innererror: { code: inner } }),
        },
      }),
    };
  }

  private headers(requestId: string): Record<string, string> {
    return {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
      'x-ms-keyvault-region': this.parts.location,
      'x-ms-request-id': requestId,
    };
  }
}

interface Received {
  readonly request: WireRequest;
  readonly route: Route;
  readonly requestId: string;
  readonly token: string | undefined;
  readonly principal: VaultPrincipal | undefined;
  readonly faults: readonly VaultFault[];
}

/** What is learnt of a request on the way, for the log. */
interface Seen {
  error: ServiceError | undefined;
  reached: boolean;
}

function bearerToken({ headers }: WireRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

function checkedVersion({ query }: WireRequest): string {
  const version = query['api-version'];
  if (version === undefined || version === '') refuse(protocolRules.missingVersion);
  if (!API_VERSIONS.includes(version)) refuse(protocolRules.unknownVersion, { version });
  return version;
}

const COLLECTIONS = [
  'certificates',
  'deletedcertificates',
  'secrets',
  'deletedsecrets',
  'keys',
  'deletedkeys',
];

function refuseOperation({ method, path }: WireRequest, { collection }: Route): never {
  if (!COLLECTIONS.includes(collection)) refuse(protocolRules.path);
  refuse(protocolRules.operation, { method, operation: path.split('/').at(-1) ?? '' });
}

function throttling(): ServiceError {
  const { name, message, status } = protocolRules.rates.refusal;
  return new ServiceError(name, message, status);
}

/** A defect of the emulator; its message could quote the input, so it is not passed on. */
function internalError(): ServiceError {
  return new ServiceError('InternalServerError', 'An unexpected error occurred.', 500);
}
