import type { Unprovable } from '@certctl/conformance';

/** What was seen of lowkey-vault 3.4.33 in runs of these cases, and of the engine's own checks against it. */
export const NOT_PROVEN_OF_LOWKEY: readonly string[] = [
  'The chain: lowkey-vault keeps one certificate of an import only. It may not show its secrets here, as under the documented minimum role, so the plugin says itself that the chain is not proven.',
  'PEM as it is sent: lowkey-vault takes it in base64 only, and its last certificate for the leaf, so the door before it hands it over so, and without the chain.',
  'What a vault shows of a disabled version: lowkey-vault shows nothing of one, and the door before it repeats what it last said of it.',
  'The version of the API that the plugin asks for: lowkey-vault is asked in 7.6, the newest that it knows.',
  'That the service refuses what it must: it takes a key that does not belong to the leaf, and answers what it cannot read with a 500.',
  'The codes of errors, which are names of Java classes there; faults are made by the proxy before the container, in the words of the documentation.',
  'Attributes to the second: it rounds the end of validity.',
  'TLS to the vault, and how the identity gets its token.',
];

const KEEPS_NO_CHAIN = 'lowkey-vault keeps no chain';
const SHOWS_NO_SECRET =
  'secrets may not be read here, so that the chain that it loses is no failure of each deploy';
const READS_NO_LONG_EC_KEY =
  'lowkey-vault takes a key of PEM for one of RSA when it is as long as one of P-384, and cannot read it';

export const CANNOT_OF_LOWKEY: readonly Unprovable[] = [
  { slug: 'chain/order-is-kept', reason: KEEPS_NO_CHAIN },
  { slug: 'chain/every-form-brings-it', reason: KEEPS_NO_CHAIN },
  { slug: 'chain/none-is-none', reason: KEEPS_NO_CHAIN },
  { slug: 'chain/root-is-left-out', reason: KEEPS_NO_CHAIN },
  { slug: 'proof/lost-chain-is-taken-back', reason: KEEPS_NO_CHAIN },
  { slug: 'rollback/key-is-read-back', reason: SHOWS_NO_SECRET },
  { slug: 'algorithm/ec-p384', reason: READS_NO_LONG_EC_KEY },
  { slug: 'algorithm/ec-p521', reason: READS_NO_LONG_EC_KEY },
  { slug: 'discovery/lists-what-is-there', reason: READS_NO_LONG_EC_KEY },
];
