import type { ServiceKind } from '../environment/define-environment.js';

/** What a result is worth by what the plugin worked on. */
export const SERVICE_WORDS: Readonly<Record<ServiceKind, string>> = {
  double: 'a double; not proven on the real service',
  real: 'the real thing, and no double of it',
  unknown: 'what answers at the endpoint, and nothing else',
};
