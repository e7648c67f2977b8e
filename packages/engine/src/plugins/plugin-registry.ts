import { CertctlError, type StorePlugin } from '@certctl/plugin-api';
import { checkPlugin } from './check-plugin.js';

/** The loaded plugins, by type and by alias. */
export class PluginRegistry {
  readonly #byName = new Map<string, StorePlugin>();

  /** @throws CertctlError `plugin_invalid`, `plugin_api_version`, `plugin_duplicate_type` */
  add(candidate: unknown, from = 'plugin'): StorePlugin {
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
  get(type: string): StorePlugin {
    const plugin = this.#byName.get(type);
    if (plugin) return plugin;
    const loaded = this.list().map((each) => each.type);
    throw new CertctlError(
      'target_type_unknown',
      `no plugin serves the type ${JSON.stringify(type)}; loaded: ${loaded.join(', ') || 'none'}`,
    );
  }

  list(): readonly StorePlugin[] {
    return [...new Set(this.#byName.values())];
  }
}
