import type { Unprovable } from '@certctl/conformance';

/** What was seen of lowkey-vault 3.4.33 by the engine's own checks against it. */
export const NOT_PROVEN_OF_LOWKEY: readonly string[] = [
  'The chain: lowkey-vault keeps the first certificate of an import only. It may not show its secrets here, as under the documented minimum role, so the plugin says itself that the chain is not proven.',
  'That the service refuses what it must: it takes a key that does not belong to the leaf, and answers what it cannot read with a 500.',
  'The codes of errors, which are names of Java classes there; faults are made by the proxy before the container, in the words of the documentation.',
  'Attributes to the second: it rounds the end of validity.',
  'TLS to the vault, and how the identity gets its token.',
];

const KEEPS_NO_CHAIN = 'lowkey-vault keeps no chain';
const SHOWS_NO_SECRET =
  'secrets may not be read here, so that the chain that it loses is no failure of each deploy';

export const CANNOT_OF_LOWKEY: readonly Unprovable[] = [
  { slug: 'chain/order-is-kept', reason: KEEPS_NO_CHAIN },
  { slug: 'chain/every-form-brings-it', reason: KEEPS_NO_CHAIN },
  { slug: 'chain/none-is-none', reason: KEEPS_NO_CHAIN },
  { slug: 'chain/root-is-left-out', reason: KEEPS_NO_CHAIN },
  { slug: 'proof/lost-chain-is-taken-back', reason: KEEPS_NO_CHAIN },
  { slug: 'rollback/key-is-read-back', reason: SHOWS_NO_SECRET },
  { slug: 'permissions/optional-one-missing-degrades', reason: SHOWS_NO_SECRET },
];
