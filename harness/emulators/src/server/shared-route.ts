import type { FaultBook, FaultSpec } from '../faults/fault-book.js';
import type { ControlRequest } from './control-door.js';
import type { RequestLog } from './request-log.js';

/** What every emulator has that can be controlled from outside. */
interface Controlled<Settings extends object, Fault extends { readonly kind: string }> {
  readonly settings: Settings;
  readonly faults: FaultBook<Fault>;
  readonly requests: RequestLog;
  reset(): void;
}

/** How an emulator reads what it is told, and shows what it holds. */
interface Readers<Settings, Fault> {
  readonly state: () => object;
  readonly fault: (value: unknown) => FaultSpec<Fault>;
  readonly settings: (value: unknown) => Partial<Settings>;
}

/** The routes that are the same whatever is emulated; undefined for one that is not among them. */
export function sharedRoute<Settings extends object, Fault extends { readonly kind: string }>(
  request: ControlRequest,
  emulator: Controlled<Settings, Fault>,
  read: Readers<Settings, Fault>,
): object | undefined {
  switch (request.route) {
    case 'GET state':
      return read.state();
    case 'GET requests':
      return { requests: emulator.requests.all() };
    case 'GET faults':
      return { faults: emulator.faults.reports() };
    case 'POST faults':
      return { id: emulator.faults.add(read.fault(request.body())).id };
    case 'GET settings':
      return emulator.settings;
    case 'POST settings':
      return Object.assign(emulator.settings, read.settings(request.body()));
    case 'POST reset':
      emulator.reset();
      return {};
    default:
      return undefined;
  }
}
