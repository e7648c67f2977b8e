import { API_VERSION, PLUGIN_BRAND } from './api-version.js';
import type { BindingCapabilities, StoreCapabilities } from './capabilities.js';
import type { JsonValue } from './json.js';
import type { BindingDefinition, BindingPlugin, Plugin, StoreDefinition, StorePlugin } from './plugin.js';

/**
 * Makes a plugin of its definition. The compiler holds `open` to the methods that the capabilities ask for;
 * the engine checks the same again when it loads the plugin.
 *
 * @example
 * export default definePlugin({ kind: 'store', type: 'AWSACM', capabilities: { … }, … });
 */
export function definePlugin<
  Config,
  Connection extends JsonValue,
  const C extends StoreCapabilities,
  Scope = never,
>(definition: StoreDefinition<Config, Connection, C, Scope>): StorePlugin;
export function definePlugin<Config, Connection extends JsonValue, const C extends BindingCapabilities>(
  definition: BindingDefinition<Config, Connection, C>,
): BindingPlugin;
export function definePlugin(definition: object): Plugin {
  // The engine validates a configuration with the plugin's own schema before it hands it back to the
  // plugin, so the types that are dropped here are the ones that come in again.
  const erased = definition as Omit<Plugin, typeof PLUGIN_BRAND | 'apiVersion'>;
  // A spread of a union loses which of its members it is.
  return Object.freeze({ ...erased, [PLUGIN_BRAND]: true, apiVersion: API_VERSION }) as Plugin;
}
