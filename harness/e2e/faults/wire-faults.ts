import type { WireFault } from '@certctl/emulators';
import type { FaultSlug } from './fault-kinds.js';

/** A fault as an emulator is told it. */
export interface Meaning<Fault> {
  readonly fault: Fault;
  readonly forGood?: true;
  readonly impossible?: never;
}

/** The faults of the list that are the same whatever the service speaks. */
const WIRE_FAULTS = {
  '429-retry-after': { fault: { kind: 'throttle', retryAfter: 1 } },
  '429': { fault: { kind: 'throttle' } },
  '429-for-good': { fault: { kind: 'throttle' }, forGood: true },
  '5xx': { fault: { kind: 'status', status: 503 } },
  '5xx-for-good': { fault: { kind: 'status', status: 500 }, forGood: true },
  reset: { fault: { kind: 'reset' } },
  'timeout-after-effect': { fault: { kind: 'hang', when: 'after-effect' } },
  slow: { fault: { kind: 'slow', ms: 120 } },
  truncated: { fault: { kind: 'truncated' } },
} as const satisfies Partial<Record<FaultSlug, Meaning<WireFault>>>;

type WireSlug = keyof typeof WIRE_FAULTS;

export function isOfTheWire(slug: FaultSlug): slug is WireSlug {
  return slug in WIRE_FAULTS;
}

export function wireFault(slug: WireSlug): Meaning<WireFault> {
  return WIRE_FAULTS[slug];
}
