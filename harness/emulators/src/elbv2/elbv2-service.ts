import { randomUUID } from 'node:crypto';
import { type Place, partitionOf } from '../acm/arn.js';
import { Rates } from '../acm/rates.js';
import type { SharedAccounts } from '../acm/shared-accounts.js';
import { FaultBook } from '../faults/fault-book.js';
import { runWithFaults } from '../faults/wire-fault.js';
import { isAllowed } from '../iam/policy.js';
import { QueryMembers } from '../server/query-members.js';
import { queryAnswer, queryErrorAnswer } from '../server/query-protocol.js';
import { originOf, type RequestLog } from '../server/request-log.js';
import { refuse } from '../server/rule.js';
import { ServiceError } from '../server/service-error.js';
import type { Delivery, WireAnswer, WireRequest } from '../server/wire.js';
import { type Authenticated, authenticate } from '../sigv4/authenticate.js';
import { refusePermission } from '../sigv4/identity-refusals.js';
import { CertificateLookups } from './certificate-lookups.js';
import { interfere } from './change-listener.js';
import type { Elbv2Call } from './elbv2-call.js';
import { type Elbv2Fault, isWireFault } from './elbv2-fault.js';
import type { LoadBalancerStore } from './load-balancer-store.js';
import { elbv2Operations } from './operations/operations.js';
import { protocolRules } from './rules/protocol-rules.js';
import type { Elbv2Settings } from './settings.js';

const NAMESPACE = 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/';
const VERSION = '2015-12-01';

export interface Elbv2ServiceParts {
  readonly accounts: SharedAccounts;
  readonly loadBalancers: LoadBalancerStore;
  readonly settings: Elbv2Settings;
  readonly log: RequestLog;
}

/** What is learnt of a request on the way, for the log. */
interface Seen {
  identity: Authenticated | undefined;
  resource: string | undefined;
  reached: boolean;
  error: ServiceError | undefined;
}

interface Received {
  readonly parameters: URLSearchParams;
  readonly operation: string;
  readonly requestId: string;
  readonly faults: readonly Elbv2Fault[];
  readonly identity: Authenticated | ServiceError;
}

/** Takes one request through identity, rate, permission, faults and operation to its delivery. */
export class Elbv2Service {
  readonly faults = new FaultBook<Elbv2Fault>();
  readonly rates: Rates;
  readonly lookups = new CertificateLookups();

  constructor(private readonly parts: Elbv2ServiceParts) {
    this.rates = new Rates(parts.accounts.clock, protocolRules.rates);
  }

  async handle(request: WireRequest): Promise<Delivery> {
    const requestId = randomUUID();
    const parameters = new URLSearchParams(new TextDecoder().decode(request.body));
    const operation = parameters.get('Action') ?? '';
    const faults = this.faults.take(operation);
    const identity = await this.identify(request);
    const seen: Seen = {
      identity: identity instanceof ServiceError ? undefined : identity,
      resource: undefined,
      reached: false,
      error: undefined,
    };
    const { name, message } = protocolRules.rates.refusal;
    const delivery = await runWithFaults(faults.filter(isWireFault), {
      requestId,
      run: () => this.answer({ parameters, operation, requestId, faults, identity }, seen),
      errorAnswer: (error) => {
        seen.error = error;
        return queryErrorAnswer(error, NAMESPACE, requestId);
      },
      throttling: new ServiceError(name, message),
    });
    this.record(requestId, request, operation, faults, seen, delivery);
    return delivery;
  }

  private async answer(
    { parameters, operation, requestId, faults, identity }: Received,
    seen: Seen,
  ): Promise<WireAnswer> {
    seen.reached = true;
    try {
      if (identity instanceof ServiceError) throw identity;
      const run = elbv2Operations.get(operation);
      const version = parameters.get('Version') ?? '';
      if (run === undefined || version !== VERSION)
        return refuse(protocolRules.unknownOperation, { operation, version });
      const input = new QueryMembers(parameters, protocolRules.constraints.id);
      const call = this.callOf(identity, faults);
      const listener = input.string('ListenerArn') ?? input.strings('ListenerArns')?.[0];
      seen.resource = listener ?? input.string('LoadBalancerArn');
      this.rates.spend(operation, call.place, this.parts.settings.rates);
      permit(operation, input, call);
      await interfere(listener, 'before-effect', call);
      const output = await run(input, call);
      await interfere(listener, 'after-effect', call);
      return queryAnswer(operation, NAMESPACE, output, requestId);
    } catch (error) {
      // What is no refusal is a defect of the emulator.
      seen.error = error instanceof ServiceError ? error : new ServiceError('InternalFailure', '', 500);
      return queryErrorAnswer(seen.error, NAMESPACE, requestId);
    }
  }

  /** A refusal is kept, not thrown: faults come before it, and the log tells of both. */
  private async identify(request: WireRequest): Promise<Authenticated | ServiceError> {
    const { accounts, settings } = this.parts;
    try {
      return await authenticate(request, {
        mode: settings.sigv4,
        protocol: 'query',
        principals: accounts.principals,
        clock: accounts.clock,
        defaultRegion: accounts.region,
      });
    } catch (error) {
      return error instanceof ServiceError ? error : new ServiceError('InternalFailure', '', 500);
    }
  }

  private callOf({ principal, region }: Authenticated, faults: readonly Elbv2Fault[]): Elbv2Call {
    const { accounts, loadBalancers, settings } = this.parts;
    const { certificates, clock } = accounts;
    const place = { account: principal.account, region };
    return { loadBalancers, certificates, lookups: this.lookups, settings, clock, place, principal, faults };
  }

  private record(
    requestId: string,
    request: WireRequest,
    operation: string,
    faults: readonly Elbv2Fault[],
    { identity, resource, reached, error }: Seen,
    delivery: Delivery,
  ): void {
    const { accounts, log } = this.parts;
    log.add({
      requestId,
      at: accounts.clock.now(),
      service: 'elasticloadbalancing',
      operation,
      region: identity?.region ?? accounts.region,
      accessKeyId: identity?.principal.accessKeyId,
      principal: identity?.principal.arn,
      resource,
      named: resource,
      origin: originOf(request),
      reached,
      status: 'answer' in delivery ? delivery.answer.status : undefined,
      error: error?.name,
      rule: error?.rule,
      faults: faults.map(({ kind }) => kind),
    });
  }
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
function permit(operation: string, input: QueryMembers, { principal, place }: Elbv2Call): void {
  if (principal.allow === undefined) return;
  const action = `elasticloadbalancing:${operation}`;
  const resource = operation.startsWith('Describe') ? '*' : changedResource(input, place);
  if (!isAllowed(principal.allow, action, resource))
    refusePermission('query', principal.arn, action, resource);
}

/** The load balancer that is made has a name, and no id yet. */
function changedResource(input: QueryMembers, { region, account }: Place): string {
  const named = input.string('ListenerArn') ?? input.string('LoadBalancerArn');
  if (named !== undefined) return named;
  const kind = input.string('Type') === 'network' ? 'net' : 'app';
  const name = input.string('Name') ?? '';
  return `arn:${partitionOf(region)}:elasticloadbalancing:${region}:${account}:loadbalancer/${kind}/${name}/*`;
}
