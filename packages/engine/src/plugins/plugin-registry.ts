import { type BindingPlugin, CertctlError, type Plugin, type StorePlugin } from '@certctl/plugin-api';
import { checkPlugin } from './check-plugin.js';

/** The loaded plugins, by type and by alias. */
export class PluginRegistry {
  readonly #byName = new Map<string, Plugin>();

  /** @throws CertctlError `plugin_invalid`, `plugin_api_version`, `plugin_duplicate_type` */
  add(candidate: unknown, from = 'plugin'): Plugin {
    const plugin = checkPlugin(candidate, from);
    for (const name of [plugin.type, plugin.alias]) {
      const other = this.#byName.get(name);
      if (other === plugin) return plugin;
      if (other) {
        throw new CertctlError(
          'plugin_duplicate_type',
          `${from}: ${name} is served already by "${other.title}" ${other.version}`,
        );
      }
    }
    this.#byName.set(plugin.type, plugin);
    this.#byName.set(plugin.alias, plugin);
    return plugin;
  }

  /** @throws CertctlError `target_type_unknown` */
  store(type: string): StorePlugin {
    const plugin = this.#byName.get(type);
    if (plugin?.kind === 'store') return plugin;
    throw this.#unknown('store', type);
  }

  /** @throws CertctlError `target_type_unknown` */
  binding(type: string): BindingPlugin {
    const plugin = this.#byName.get(type);
    if (plugin?.kind === 'binding') return plugin;
    throw this.#unknown('binding', type);
  }

  #unknown(kind: Plugin['kind'], type: string): CertctlError {
    const loaded = this.list().filter((each) => each.kind === kind);
    return new CertctlError(
      'target_type_unknown',
      `no ${kind} plugin serves the type ${JSON.stringify(type)}; loaded: ${loaded.map((each) => each.type).join(', ') || 'none'}`,
    );
  }

  list(): readonly Plugin[] {
    return [...new Set(this.#byName.values())];
  }
}
