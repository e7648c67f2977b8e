import type { Clock } from '../server/clock.js';
import { refuse } from '../server/rule.js';
import { protocolRules } from './rules/protocol-rules.js';
import type { VaultRates, VaultSettings } from './settings.js';

const WINDOW_MS = 10_000;

/**
 * Calls in ten seconds for a vault: certificate imports share theirs with key imports and secret creates.
 * https://learn.microsoft.com/azure/key-vault/general/service-limits
 */
export const PUBLISHED_VAULT_RATES: Required<VaultRates> = { imports: 300, others: 4_000 };

/** Counts the calls of the last ten seconds. */
export class Rates {
  private readonly calls: Record<keyof VaultRates, number[]> = { imports: [], others: [] };
  /** What was refused last. */
  private throttled: keyof VaultRates = 'others';

  constructor(private readonly clock: Clock) {}

  /** @throws ServiceError Throttled */
  spend(operation: string, rates: VaultSettings['rates']): void {
    if (rates === 'off') return;
    const kind = operation === 'ImportCertificate' ? 'imports' : 'others';
    const most = (rates === 'published' ? PUBLISHED_VAULT_RATES : rates)[kind];
    if (most === undefined) return;
    const now = this.clock.now();
    const recent = this.calls[kind].filter((at) => at > now - WINDOW_MS);
    this.calls[kind] = recent;
    if (recent.length >= most) {
      this.throttled = kind;
      refuse(protocolRules.rates);
    }
    recent.push(now);
  }

  /** Seconds until the oldest call of the kind that was refused last counts no more. */
  retryAfter(): number {
    const oldest = this.calls[this.throttled].at(0);
    const left = oldest === undefined ? 0 : oldest + WINDOW_MS - this.clock.now();
    return Math.max(1, Math.ceil(left / 1000));
  }

  clear(): void {
    this.calls.imports = [];
    this.calls.others = [];
  }
}
