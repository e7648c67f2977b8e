import { CertctlError, type StoreCapabilities, type StorePlugin } from '@certctl/plugin-api';

const EITHER = [true, false] as const;

/** Every capability of a store, with the values that it can have. */
const VALUES = {
  rotation: ['in-place', 'versioned', 'replaces'],
  tags: ['with-import', 'own-call', 'none'],
  proof: ['leaf', 'fingerprint', 'serial', 'handshake'],
  finds: EITHER,
  readsKeyBack: EITHER,
  undeletes: EITHER,
  disables: EITHER,
  removes: EITHER,
  discovers: EITHER,
  activates: EITHER,
  bindsItself: EITHER,
  writers: EITHER,
} as const satisfies { readonly [C in keyof StoreCapabilities]: readonly StoreCapabilities[C][] };

/**
 * Checks that a store's capabilities are such as the engine knows, and can be true together. The engine asks them by
 * their values, so that one which is spelled wrong would pass for another: a proof that nobody makes.
 *
 * @param from what the plugin was loaded from, for the message
 * @throws CertctlError `plugin_invalid`
 */
export function checkCapabilities({ capabilities }: StorePlugin, from: string): void {
  const invalid = (what: string) => new CertctlError('plugin_invalid', `${from}: ${what}`);
  for (const [name, values] of Object.entries(VALUES)) {
    const declared: unknown = Reflect.get(capabilities, name);
    const known: readonly unknown[] = values;
    if (known.includes(declared)) continue;
    const expected = values.map((value) => JSON.stringify(value)).join(', ');
    const found = declared === undefined ? 'nothing' : JSON.stringify(declared);
    throw invalid(`expected capabilities.${name} to be one of ${expected}, found ${found}`);
  }
  const { bindsItself, rotation, activates } = capabilities;
  if (bindsItself && rotation === 'replaces') {
    throw invalid(
      "capabilities.bindsItself goes with no rotation 'replaces': the certificate before would be used by nobody",
    );
  }
  if (bindsItself && activates) {
    throw invalid('capabilities.bindsItself and capabilities.activates contradict each other');
  }
}
