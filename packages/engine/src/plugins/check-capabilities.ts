import {
  type BindingCapabilities,
  CertctlError,
  type Plugin,
  type StoreCapabilities,
} from '@certctl/plugin-api';

const EITHER = [true, false] as const;

/** Every capability of a store, with the values that it can have. */
const STORE_VALUES = {
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

/** The same of a binding. */
const BINDING_VALUES = {
  unbinds: EITHER,
  handshakes: EITHER,
  writers: EITHER,
} as const satisfies { readonly [C in keyof BindingCapabilities]: readonly BindingCapabilities[C][] };

/**
 * Checks that a plugin's capabilities are such as the engine knows, and can be true together. The engine asks them by
 * their values, so that one which is spelled wrong would pass for another: a proof that nobody makes.
 *
 * @param from what the plugin was loaded from, for the message
 * @throws CertctlError `plugin_invalid`
 */
export function checkCapabilities(plugin: Plugin, from: string): void {
  const invalid = (what: string) => new CertctlError('plugin_invalid', `${from}: ${what}`);
  const all = plugin.kind === 'store' ? STORE_VALUES : BINDING_VALUES;
  for (const [name, values] of Object.entries(all)) {
    const declared: unknown = Reflect.get(plugin.capabilities, name);
    const known: readonly unknown[] = values;
    if (known.includes(declared)) continue;
    const expected = values.map((value) => JSON.stringify(value)).join(', ');
    const found = declared === undefined ? 'nothing' : JSON.stringify(declared);
    throw invalid(`expected capabilities.${name} to be one of ${expected}, found ${found}`);
  }
  if (plugin.kind === 'binding') return;
  const { bindsItself, rotation, activates } = plugin.capabilities;
  if (bindsItself && rotation === 'replaces') {
    throw invalid(
      "capabilities.bindsItself goes with no rotation 'replaces': the certificate before would be used by nobody",
    );
  }
  if (bindsItself && activates) {
    throw invalid('capabilities.bindsItself and capabilities.activates contradict each other');
  }
}
