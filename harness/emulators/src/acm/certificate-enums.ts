/** Enumerations of the API model (2015-12-08) that requests are checked against. */
export const CERTIFICATE_STATUSES = [
  'PENDING_VALIDATION',
  'ISSUED',
  'INACTIVE',
  'EXPIRED',
  'VALIDATION_TIMED_OUT',
  'REVOKED',
  'FAILED',
] as const;

export const CERTIFICATE_TYPES = ['IMPORTED', 'AMAZON_ISSUED', 'PRIVATE'] as const;
