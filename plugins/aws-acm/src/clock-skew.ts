/**
 * `since` is read from our clock and CreatedAt from that of AWS. A signature may be off by 5 minutes before
 * AWS refuses it, and the SDK silently corrects a larger skew after the first refusal; three times that is
 * taken. A margin that is too wide costs a few reads, one that is too narrow a second certificate.
 */
export const CLOCK_SKEW_MS = 15 * 60_000;
