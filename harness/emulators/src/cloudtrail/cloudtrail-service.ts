import { randomUUID } from 'node:crypto';
import { Rates } from '../acm/rates.js';
import type { SharedAccounts } from '../acm/shared-accounts.js';
import { FaultBook } from '../faults/fault-book.js';
import { runWithFaults, type WireFault } from '../faults/wire-fault.js';
import { isAllowed } from '../iam/policy.js';
import { jsonAnswer, jsonErrorAnswer } from '../server/json-protocol.js';
import { Members } from '../server/members.js';
import { originOf, type RequestLog } from '../server/request-log.js';
import { ServiceError } from '../server/service-error.js';
import type { Delivery, WireAnswer, WireRequest } from '../server/wire.js';
import { authenticate } from '../sigv4/authenticate.js';
import { refusePermission } from '../sigv4/identity-refusals.js';
import { type CloudTrailEvent, eventOf } from './event-of.js';
import { lookupEvents } from './lookup-events.js';
import { lookupRules } from './rules/lookup-rules.js';
import type { CloudTrailSettings } from './settings.js';

export interface CloudTrailServiceParts {
  readonly accounts: SharedAccounts;
  /** Logs of the services whose calls are told. */
  readonly sources: readonly RequestLog[];
  readonly settings: CloudTrailSettings;
  readonly log: RequestLog;
}

interface Seen {
  principal: string | undefined;
  region: string | undefined;
  error: ServiceError | undefined;
}

/** The JavaScript SDK's target, and that of the other SDKs and of the command line. */
const TARGET = /^(?:com\.amazonaws\.cloudtrail\.v20131101\.)?CloudTrail_20131101\.(\w+)$/;

/** Takes one request through identity, rate, faults, permission and operation to its delivery. */
export class CloudTrailService {
  readonly faults = new FaultBook<WireFault>();
  readonly rates: Rates;

  constructor(private readonly parts: CloudTrailServiceParts) {
    this.rates = new Rates(parts.accounts.clock, lookupRules.rates);
  }

  /** In no order. */
  events(): readonly CloudTrailEvent[] {
    return this.parts.sources.flatMap((log) => log.all().flatMap((request) => eventOf(request) ?? []));
  }

  async handle(request: WireRequest): Promise<Delivery> {
    const requestId = randomUUID();
    const target = request.headers['x-amz-target'] ?? '';
    const operation = TARGET.exec(target)?.[1] ?? target;
    const faults = this.faults.take(operation);
    const seen: Seen = { principal: undefined, region: undefined, error: undefined };
    const { name, message } = lookupRules.rates.refusal;
    const delivery = await runWithFaults(faults, {
      requestId,
      run: () => this.answer(request, operation, requestId, seen),
      errorAnswer: (error) => {
        seen.error = error;
        return jsonErrorAnswer(error, requestId);
      },
      throttling: new ServiceError(name, message),
    });
    const { accounts, log } = this.parts;
    log.add({
      requestId,
      at: accounts.clock.now(),
      service: 'cloudtrail',
      operation,
      region: seen.region ?? accounts.region,
      accessKeyId: undefined,
      principal: seen.principal,
      resource: undefined,
      origin: originOf(request),
      status: 'answer' in delivery ? delivery.answer.status : undefined,
      error: seen.error?.name,
      rule: seen.error?.rule,
      faults: faults.map(({ kind }) => kind),
    });
    return delivery;
  }

  private async answer(
    request: WireRequest,
    operation: string,
    requestId: string,
    seen: Seen,
  ): Promise<WireAnswer> {
    const { accounts, settings } = this.parts;
    const { principals, clock } = accounts;
    try {
      const { principal, region } = await authenticate(request, {
        mode: settings.sigv4,
        protocol: 'json',
        principals,
        clock,
        defaultRegion: accounts.region,
      });
      seen.principal = principal.arn;
      seen.region = region;
      if (operation !== 'LookupEvents')
        throw new ServiceError('UnknownOperationException', '', 400, 'protocol/unknown-operation');
      const place = { account: principal.account, region };
      const { rates } = settings;
      this.rates.spend(operation, place, rates === 'off' ? 'off' : { [operation]: perSecond(rates) });
      if (principal.allow !== undefined && !isAllowed(principal.allow, 'cloudtrail:LookupEvents', '*'))
        refusePermission('json', principal.arn, 'cloudtrail:LookupEvents', '*');
      const input = Members.fromJson(request.body);
      return jsonAnswer(lookupEvents(input, { events: this.events(), settings, clock, place }), requestId);
    } catch (error) {
      // What is no refusal is a defect of the emulator.
      seen.error = error instanceof ServiceError ? error : new ServiceError('InternalFailure', '', 500);
      return jsonErrorAnswer(seen.error, requestId);
    }
  }
}

function perSecond(rates: 'published' | number): number {
  return rates === 'published' ? 2 : rates;
}
