import { randomUUID } from 'node:crypto';
import { FaultBook } from '../faults/fault-book.js';
import { runWithFaults } from '../faults/wire-fault.js';
import { isAllowed } from '../iam/policy.js';
import { Principals } from '../iam/principals.js';
import type { Clock } from '../server/clock.js';
import { jsonAnswer, jsonErrorAnswer } from '../server/json-protocol.js';
import { Members } from '../server/members.js';
import { queryAnswer, queryErrorAnswer } from '../server/query-protocol.js';
import { originOf, type RequestLog } from '../server/request-log.js';
import { ServiceError } from '../server/service-error.js';
import type { Delivery, WireAnswer, WireRequest } from '../server/wire.js';
import { type Authenticated, authenticate } from '../sigv4/authenticate.js';
import { refusePermission } from '../sigv4/identity-refusals.js';
import { STS_NAMESPACE } from '../sts/security-token-service.js';
import type { AcmCall } from './acm-call.js';
import { type AcmFault, isWireFault } from './acm-fault.js';
import { partitionOf } from './arn.js';
import type { CertificateStore } from './certificate-store.js';
import { Rates } from './rates.js';
import { type Route, refuseOperation, routeOf } from './route.js';
import { interfere } from './second-writer.js';
import type { AcmSettings } from './settings.js';

export interface AcmServiceParts {
  readonly store: CertificateStore;
  readonly settings: AcmSettings;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly principals: Principals;
  readonly region: string;
}

/** Takes one request through identity, rate, permission, faults and operation to its delivery. */
export class AcmService {
  readonly faults = new FaultBook<AcmFault>();
  readonly rates: Rates;

  constructor(private readonly parts: AcmServiceParts) {
    this.rates = new Rates(parts.clock);
  }

  async handle(request: WireRequest): Promise<Delivery> {
    const requestId = randomUUID();
    const route = routeOf(request);
    const faults = this.faults.take(route.operation);
    const identity = await this.identify(request, route);
    const seen: Seen = {
      identity: identity instanceof ServiceError ? undefined : identity,
      resource: undefined,
      named: undefined,
      reached: false,
      error: undefined,
    };
    const delivery = await runWithFaults(faults.filter(isWireFault), {
      requestId,
      run: () => this.answer({ request, route, requestId, faults, identity }, seen),
      errorAnswer: (error) => {
        seen.error = error;
        return errorAnswer(route, error, requestId);
      },
      throttling: throttling(route),
    });
    this.record(requestId, request, route, faults, seen, delivery);
    return delivery;
  }

  private async answer(
    { request, route, requestId, faults, identity }: Received,
    seen: Seen,
  ): Promise<WireAnswer> {
    seen.reached = true;
    try {
      if (identity instanceof ServiceError) throw identity;
      if (route.run === undefined) return refuseOperation(route);
      if (route.protocol === 'query') {
        const call = { ...this.parts, parameters: route.parameters, principal: identity.principal };
        return queryAnswer(route.operation, STS_NAMESPACE, route.run(call), requestId);
      }
      const input = Members.fromJson(request.body);
      const call = this.callOf(identity, faults);
      seen.named = input.string('CertificateArn');
      seen.resource = seen.named;
      this.rates.spend(route.operation, call.place, this.parts.settings.rates);
      permit(route, input, call);
      await interfere(seen.resource, 'before-effect', call);
      const output = await route.run(input, call);
      seen.resource ??= arnIn(output);
      await interfere(seen.resource, 'after-effect', call);
      return jsonAnswer(output, requestId);
    } catch (error) {
      seen.error = error instanceof ServiceError ? error : internalFailure(route);
      return errorAnswer(route, seen.error, requestId);
    }
  }

  /** A refusal is kept, not thrown: faults come before it, and the log tells of both. */
  private async identify(request: WireRequest, route: Route): Promise<Authenticated | ServiceError> {
    const { settings, principals, clock, region } = this.parts;
    try {
      return await authenticate(request, {
        // A web identity proves itself by its token; the SDK does not sign that call.
        mode: route.operation === 'AssumeRoleWithWebIdentity' ? 'off' : settings.sigv4,
        protocol: route.protocol,
        principals,
        clock,
        defaultRegion: region,
      });
    } catch (error) {
      return error instanceof ServiceError ? error : internalFailure(route);
    }
  }

  private callOf({ principal, region }: Authenticated, faults: readonly AcmFault[]): AcmCall {
    const { store, settings, clock } = this.parts;
    return { store, settings, clock, principal, place: { account: principal.account, region }, faults };
  }

  private record(
    requestId: string,
    request: WireRequest,
    route: Route,
    faults: readonly AcmFault[],
    { identity, resource, named, reached, error }: Seen,
    delivery: Delivery,
  ): void {
    this.parts.log.add({
      requestId,
      at: this.parts.clock.now(),
      service: route.service,
      operation: route.operation,
      region: identity?.region ?? this.parts.region,
      accessKeyId: identity?.principal.accessKeyId,
      principal: identity?.principal.arn,
      resource,
      named,
      origin: originOf(request),
      reached,
      status: 'answer' in delivery ? delivery.answer.status : undefined,
      error: error?.name,
      rule: error?.rule,
      faults: faults.map(({ kind }) => kind),
    });
  }
}

interface Received {
  readonly request: WireRequest;
  readonly route: Route;
  readonly requestId: string;
  readonly faults: readonly AcmFault[];
  readonly identity: Authenticated | ServiceError;
}

/** What is learnt of a request on the way, for the log. */
interface Seen {
  identity: Authenticated | undefined;
  resource: string | undefined;
  named: string | undefined;
  reached: boolean;
  error: ServiceError | undefined;
}

/** Permissions are on the certificate that is named, on any new one for a first import, else on everything. */
function permit(route: Route & { protocol: 'json' }, input: Members, call: AcmCall): void {
  const { allow, arn } = call.principal;
  if (allow === undefined) return;
  const { account, region } = call.place;
  const anyNew = `arn:${partitionOf(region)}:acm:${region}:${account}:certificate/*`;
  const importing = route.operation === 'ImportCertificate';
  const resource = input.string('CertificateArn') ?? (importing ? anyNew : '*');
  const actions = [route.action, ...(importing && input.has('Tags') ? ['acm:AddTagsToCertificate'] : [])];
  for (const action of actions)
    if (!isAllowed(allow, action, resource)) refusePermission(route.protocol, arn, action, resource);
}

function arnIn(output: object | undefined): string | undefined {
  return output !== undefined && 'CertificateArn' in output && typeof output.CertificateArn === 'string'
    ? output.CertificateArn
    : undefined;
}

function errorAnswer(route: Route, error: ServiceError, requestId: string): WireAnswer {
  return route.protocol === 'json'
    ? jsonErrorAnswer(error, requestId)
    : queryErrorAnswer(error, STS_NAMESPACE, requestId);
}

/** Each API has its own name for it. */
function throttling(route: Route): ServiceError {
  if (route.service === 'sts') return new ServiceError('Throttling', 'Rate exceeded');
  if (route.service === 'tagging') return new ServiceError('ThrottledException', 'Rate exceeded');
  return new ServiceError('ThrottlingException', 'Rate exceeded');
}

/** A defect of the emulator; its message could quote the input, so it is not passed on. */
function internalFailure(route: Route): ServiceError {
  return new ServiceError(route.service === 'acm' ? 'InternalFailure' : 'InternalServiceException', '', 500);
}
