import type { Clock } from '../server/clock.js';
import { type Rule, refuse } from '../server/rule.js';
import type { Place } from './arn.js';
import { protocolRules } from './rules/protocol-rules.js';
import type { AcmSettings } from './settings.js';

/**
 * Calls a second for an account and region: https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html.
 * ListCertificates is published as 1 or 5; SearchCertificates and the other APIs have no number there.
 */
export const PUBLISHED_RATES: Readonly<Record<string, number>> = {
  ImportCertificate: 1,
  DescribeCertificate: 10,
  GetCertificate: 10,
  ListTagsForCertificate: 10,
  DeleteCertificate: 10,
  AddTagsToCertificate: 5,
  RemoveTagsFromCertificate: 5,
  ListCertificates: 5,
};

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** A token bucket for each account, region and operation; it holds one second of calls. */
export class Rates {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly rule: Rule = protocolRules.rates,
  ) {}

  /** @throws ServiceError ThrottlingException */
  spend(operation: string, place: Place, rates: AcmSettings['rates']): void {
    if (rates === 'off') return;
    const perSecond = (rates === 'published' ? PUBLISHED_RATES : rates)[operation];
    if (perSecond === undefined) return;
    const key = `${place.account}/${place.region}/${operation}`;
    const now = this.clock.now();
    const bucket = this.buckets.get(key) ?? { tokens: perSecond, filledAt: now };
    const refilled = bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond;
    bucket.tokens = Math.min(Math.max(perSecond, 1), refilled);
    bucket.filledAt = now;
    this.buckets.set(key, bucket);
    if (bucket.tokens < 1) refuse(this.rule);
    bucket.tokens -= 1;
  }

  clear(): void {
    this.buckets.clear();
  }
}
