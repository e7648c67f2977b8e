/** What can go wrong at one request, whatever the service. */
export const FAULT_SHAPES = {
  '401': 'the caller is not known',
  '403': 'the permission is missing',
  '404': 'what is named is said not to exist',
  '409': 'another operation is under way',
  '412': 'a condition of the request does not hold',
  '429': 'too many requests, without a word about when to come again',
  '429-retry-after': 'too many requests, and come again in a second',
  invalid: 'the request itself is refused, whoever sends it',
  '5xx': 'the service is out of order',
  'lost-request': 'the connection breaks before the request has an effect',
  'lost-answer': 'the request has its effect, and the connection breaks before the answer',
  'timeout-after-effect': 'the request has its effect, and no answer comes',
  'timeout-before-effect': 'the request has no effect, and no answer comes',
  slow: 'the answer is right, and comes late',
  truncated: 'the answer breaks off in the middle',
  'stale-read': 'the read is answered from before the last write',
  echo: 'the request is refused in words that repeat it',
} as const;

export type FaultShape = keyof typeof FAULT_SHAPES;

/** A move of a plugin, as the environment can find it among the requests. */
export type Move =
  | 'resolve'
  | 'inspect'
  | 'read'
  | 'import'
  | 'readTags'
  | 'tag'
  | 'untag'
  | 'find'
  | 'readKeyBack'
  | 'disable'
  | 'remove'
  | 'undelete'
  | 'redelete'
  | 'discover'
  | 'activate'
  | 'inspectConsumer'
  | 'bind'
  | 'unbind';

/** Where a fault strikes: at the request that carries a move, or at every request of a declared operation. */
export type FaultPlace = { readonly move: Move } | { readonly operation: string };

export type FaultOrder = FaultPlace & {
  readonly shape: FaultShape;
  /** How many requests it strikes, of those from now on. @default 1; `for-good`: all of them */
  readonly times?: number | 'for-good';
  /** Requests to let pass first. @default 0 */
  readonly after?: number;
};

/** A fault that is set. */
export interface Armed {
  /** How often it has struck. */
  used(): number;
}

/** A fault that this service cannot meet at this place, and why not. */
export interface Impossible {
  readonly impossible: string;
}

export function isImpossible(value: Armed | Impossible): value is Impossible {
  return 'impossible' in value;
}
