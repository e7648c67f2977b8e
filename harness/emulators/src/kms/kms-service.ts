import { randomUUID } from 'node:crypto';
import { Rates } from '../acm/rates.js';
import { FaultBook } from '../faults/fault-book.js';
import { runWithFaults, type WireFault } from '../faults/wire-fault.js';
import { isAllowed } from '../iam/policy.js';
import type { Principals } from '../iam/principals.js';
import type { Clock } from '../server/clock.js';
import { jsonAnswer, jsonErrorAnswer } from '../server/json-protocol.js';
import { Members } from '../server/members.js';
import type { RequestLog } from '../server/request-log.js';
import { ServiceError } from '../server/service-error.js';
import type { Delivery, WireAnswer, WireRequest } from '../server/wire.js';
import { type Authenticated, authenticate } from '../sigv4/authenticate.js';
import { refusePermission } from '../sigv4/identity-refusals.js';
import type { KmsCall } from './kms-call.js';
import type { KmsKeys } from './kms-key.js';
import { kmsOperations } from './operations.js';
import { cipherRules } from './rules/cipher-rules.js';
import type { KmsSettings } from './settings.js';

export interface KmsServiceParts {
  readonly keys: KmsKeys;
  readonly settings: KmsSettings;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly principals: Principals;
  readonly region: string;
}

/** What is learnt of a request on the way, for the log. */
interface Seen {
  identity: Authenticated | undefined;
  resource: string | undefined;
  error: ServiceError | undefined;
}

const PREFIX = 'TrentService.';

/** Takes one request through identity, rate, faults, permission and operation to its delivery. */
export class KmsService {
  readonly faults = new FaultBook<WireFault>();
  readonly rates: Rates;

  constructor(private readonly parts: KmsServiceParts) {
    this.rates = new Rates(parts.clock, cipherRules.rates);
  }

  async handle(request: WireRequest): Promise<Delivery> {
    const requestId = randomUUID();
    const target = request.headers['x-amz-target'] ?? '';
    const operation = target.startsWith(PREFIX) ? target.slice(PREFIX.length) : target;
    const faults = this.faults.take(operation);
    const seen: Seen = { identity: undefined, resource: undefined, error: undefined };
    const { name, message } = cipherRules.rates.refusal;
    const delivery = await runWithFaults(faults, {
      requestId,
      run: () => this.answer(request, operation, requestId, seen),
      errorAnswer: (error) => {
        seen.error = error;
        return jsonErrorAnswer(error, requestId);
      },
      throttling: new ServiceError(name, message),
    });
    this.parts.log.add({
      requestId,
      at: this.parts.clock.now(),
      service: 'kms',
      operation,
      region: seen.identity?.region ?? this.parts.region,
      accessKeyId: seen.identity?.principal.accessKeyId,
      principal: seen.identity?.principal.arn,
      resource: seen.resource,
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
    const { settings, principals, clock, region } = this.parts;
    try {
      const identity = await authenticate(request, {
        mode: settings.sigv4,
        protocol: 'json',
        principals,
        clock,
        defaultRegion: region,
      });
      seen.identity = identity;
      const run = kmsOperations.get(operation);
      if (run === undefined)
        throw new ServiceError('UnknownOperationException', '', 400, 'protocol/unknown-operation');
      const place = { account: identity.principal.account, region: identity.region };
      this.rates.spend(operation, place, settings.rates);
      return jsonAnswer(
        run(Members.fromJson(request.body), this.callOf(identity, operation, seen)),
        requestId,
      );
    } catch (error) {
      // What is no refusal is a defect of the emulator; its message could quote the input.
      seen.error = error instanceof ServiceError ? error : new ServiceError('KMSInternalException', '', 500);
      return jsonErrorAnswer(seen.error, requestId);
    }
  }

  private callOf({ principal, region }: Authenticated, operation: string, seen: Seen): KmsCall {
    const { keys, clock } = this.parts;
    const action = `kms:${operation}`;
    return {
      ...{ keys, clock, region, principal },
      account: principal.account,
      permit: (resource) => {
        seen.resource = resource;
        const { allow, arn } = principal;
        if (allow !== undefined && !isAllowed(allow, action, resource))
          refusePermission('json', arn, action, resource);
      },
    };
  }
}
