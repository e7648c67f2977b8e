import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../server/service-error.js';
import type { Delivery, WireAnswer } from '../server/wire.js';

/** Before the effect nothing has happened yet; after it, only the answer is lost. */
export type FaultMoment = 'before-effect' | 'after-effect';

/** Faults of the wire, the same for every emulated service. */
export type WireFault =
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly message: string;
      /** @default 400 */
      readonly status?: number;
      /** The inner code, in protocols whose errors have one. */
      readonly inner?: string;
      readonly when?: FaultMoment;
    }
  | {
      readonly kind: 'throttle';
      /** Seconds, sent as Retry-After. */
      readonly retryAfter?: number;
    }
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Seconds, sent as Retry-After. */
      readonly retryAfter?: number;
      readonly when?: FaultMoment;
    }
  | { readonly kind: 'reset'; readonly when?: FaultMoment }
  | { readonly kind: 'hang'; readonly when?: FaultMoment }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'html'; readonly status?: number; readonly when?: FaultMoment };

export const WIRE_FAULT_KINDS = [
  'error',
  'throttle',
  'status',
  'reset',
  'hang',
  'slow',
  'truncated',
  'html',
] as const satisfies readonly WireFault['kind'][];

export interface FaultedCall {
  readonly requestId: string;
  /** Header that tells the request id. @default 'x-amzn-requestid' */
  readonly requestIdHeader?: string;
  /** Has the effect and makes the answer. */
  run(): Promise<WireAnswer>;
  /** An error in the words of the protocol. */
  errorAnswer(error: ServiceError): WireAnswer;
  /** The service's own throttling error. */
  readonly throttling: ServiceError;
}

/** Runs a call with its faults. Of several that end the call at the same moment, the first counts. */
export async function runWithFaults(faults: readonly WireFault[], call: FaultedCall): Promise<Delivery> {
  for (const fault of faults) if (fault.kind === 'slow') await delay(fault.ms);
  const instead = firstDelivery(faults, 'before-effect', call);
  if (instead !== undefined) return instead;
  const answer = await call.run();
  const afterwards = firstDelivery(faults, 'after-effect', call);
  if (afterwards !== undefined) return afterwards;
  const truncated = faults.some((fault) => fault.kind === 'truncated');
  return { kind: truncated ? 'truncated' : 'answer', answer };
}

function firstDelivery(
  faults: readonly WireFault[],
  moment: FaultMoment,
  call: FaultedCall,
): Delivery | undefined {
  for (const fault of faults) {
    const when = 'when' in fault ? (fault.when ?? 'before-effect') : 'before-effect';
    const delivery = when === moment ? deliveryOf(fault, call) : undefined;
    if (delivery !== undefined) return delivery;
  }
  return undefined;
}

function deliveryOf(fault: WireFault, call: FaultedCall): Delivery | undefined {
  switch (fault.kind) {
    case 'reset':
    case 'hang':
      return { kind: fault.kind };
    case 'error':
      return answered(
        call.errorAnswer(
          new ServiceError(fault.name, fault.message, fault.status ?? 400, undefined, fault.inner),
        ),
      );
    case 'throttle':
      return answered(throttled(fault, call));
    case 'status':
      return answered({ status: fault.status, headers: statusHeaders(fault, call), body: '' });
    case 'html':
      return answered({
        status: fault.status ?? 200,
        headers: { 'content-type': 'text/html', ...requestIdHeader(call) },
        body: '<html><head><title>Proxy</title></head><body>Your request was intercepted.</body></html>',
      });
    case 'slow':
    case 'truncated':
      return undefined;
  }
}

function throttled({ retryAfter }: { readonly retryAfter?: number }, call: FaultedCall): WireAnswer {
  const answer = call.errorAnswer(call.throttling);
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfter) } };
}

function statusHeaders(fault: { readonly retryAfter?: number }, call: FaultedCall): Record<string, string> {
  return {
    ...requestIdHeader(call),
    ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
  };
}

function requestIdHeader(call: FaultedCall): Record<string, string> {
  return { [call.requestIdHeader ?? 'x-amzn-requestid']: call.requestId };
}

function answered(answer: WireAnswer): Delivery {
  return { kind: 'answer', answer };
}
