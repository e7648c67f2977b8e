import type { MemoryTrail } from './memory-trail.js';
import { ServiceError } from './service-error.js';

export type FaultKind =
  /** Not carried out. */
  | 'refused'
  | 'forbidden'
  | 'throttled'
  | 'conflict'
  | 'absent'
  /** Not carried out, and the client cannot know. */
  | 'lost-request'
  /** Carried out, and the client cannot know. */
  | 'lost-answer'
  /** The import stores another certificate, with another key. */
  | 'wrong-certificate'
  /** A tag call answers well and does nothing. */
  | 'ignored';

export interface Fault {
  readonly operation: string;
  readonly kind: FaultKind;
  /** Requests of the operation to let pass first. */
  after?: number;
  /** How often it strikes; once when left out. */
  times?: number;
}

/** What every service in memory has: it counts its requests, and fails as it is told. */
export class FaultyService {
  readonly requests: { operation: string; write: boolean }[] = [];
  readonly faults: Fault[] = [];
  /** Where its writes are recorded, and those that it refused. */
  readonly trail?: MemoryTrail;

  writes(): number {
    return this.requests.filter((request) => request.write).length;
  }

  /** Ends all faults. */
  heal(): void {
    this.faults.length = 0;
  }

  protected request<T>(operation: string, write: boolean, effect: (fault: FaultKind | undefined) => T): T {
    this.requests.push({ operation, write });
    const fault = this.#strike(operation);
    // What did not arrive is in no record.
    if (!write || !this.trail || fault === 'lost-request') return this.#answer(operation, fault, effect);
    const { trail } = this;
    let carriedOut = false;
    try {
      return this.#answer(operation, fault, (how) => {
        const result = effect(how);
        carriedOut = true;
        trail.note(operation);
        return result;
      });
    } catch (error) {
      if (!carriedOut) trail.note(operation, error instanceof ServiceError ? error.code : 'Unknown');
      throw error;
    }
  }

  #answer<T>(
    operation: string,
    fault: FaultKind | undefined,
    effect: (fault: FaultKind | undefined) => T,
  ): T {
    switch (fault) {
      case 'refused':
        throw new ServiceError('refused', 'Validation', `${operation} was refused`);
      case 'forbidden':
        throw new ServiceError('refused', 'AccessDenied', `not authorised for ${operation}`, true);
      case 'throttled':
        throw new ServiceError('throttled', 'Throttling', 'rate exceeded');
      case 'conflict':
        throw new ServiceError('conflict', 'Conflict', 'another operation is under way');
      case 'absent':
        throw new ServiceError('absent', 'NotFound', 'no such certificate');
      case 'lost-request':
        throw new ServiceError('broken', 'ECONNRESET', 'socket hang up');
      case 'lost-answer':
        effect(undefined);
        throw new ServiceError('broken', 'ECONNRESET', 'socket hang up');
      default:
        return effect(fault);
    }
  }

  #strike(operation: string): FaultKind | undefined {
    const fault = this.faults.find((each) => each.operation === operation && (each.times ?? 1) > 0);
    if (!fault) return undefined;
    if ((fault.after ?? 0) > 0) {
      fault.after = (fault.after ?? 0) - 1;
      return undefined;
    }
    fault.times = (fault.times ?? 1) - 1;
    return fault.kind;
  }
}
