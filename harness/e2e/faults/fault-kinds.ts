/** A fault of the list, as a column of the matrix. */
export interface FaultKind {
  readonly letter: string;
  readonly slug: FaultSlug;
  readonly what: string;
  /** Whether it strikes one request, or every one of the operation from there on. */
  readonly lasts: 'once' | 'for good';
}

const SLUGS = [
  '401',
  '403',
  '404',
  '409',
  '412',
  '429-retry-after',
  '429',
  '429-for-good',
  '5xx',
  '5xx-for-good',
  'reset',
  'timeout-after-effect',
  'slow',
  'truncated',
  'stale-read',
  'wrong-serial',
  'second-writer',
] as const;
export type FaultSlug = (typeof SLUGS)[number];

const WHAT: Readonly<Record<FaultSlug, string>> = {
  '401': 'the caller is not known, and stays so',
  '403': 'the permission is missing, and stays so',
  '404': 'what is named is said not to exist',
  '409': 'another operation is under way',
  '412': 'a condition of the request does not hold',
  '429-retry-after': 'throttled, and told to come again in a second',
  '429': 'throttled, and told nothing',
  '429-for-good': 'throttled past the last attempt',
  '5xx': 'the service fails, and did nothing',
  '5xx-for-good': 'the service fails past the last attempt',
  reset: 'the connection is reset before the effect',
  'timeout-after-effect': 'the effect happens, the answer never comes',
  slow: 'the answer takes a while',
  truncated: 'the effect happens, half of the answer comes',
  'stale-read': 'the answer shows the state before the last change',
  'wrong-serial': 'another certificate is stored or shown than was sent',
  'second-writer': 'somebody else writes right after the call',
};

const FOR_GOOD: readonly FaultSlug[] = ['401', '403', '429-for-good', '5xx-for-good'];

/** The faults that the design lists, in its order; those that a repetition may cure are there for good, too. */
export const FAULTS: readonly FaultKind[] = SLUGS.map((slug, at) => ({
  letter: 'abcdefghijklmnopq'.charAt(at),
  slug,
  what: WHAT[slug],
  lasts: FOR_GOOD.includes(slug) ? 'for good' : 'once',
}));
