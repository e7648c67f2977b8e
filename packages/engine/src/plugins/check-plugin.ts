import {
  API_VERSION,
  type BindingPlugin,
  CertctlError,
  PLUGIN_BRAND,
  type Plugin,
  type StorePlugin,
} from '@certctl/plugin-api';
import { checkCapabilities } from './check-capabilities.js';

const TEXT_FIELDS = ['type', 'alias', 'title', 'version'] as const;
const FUNCTION_FIELDS = ['connection', 'pin', 'open', 'classify'] as const;
const ARRAY_FIELDS = ['permissions', 'quotas', 'rules'] as const;

/**
 * Checks what is handed to the engine as a plugin: the compiler of its author may have been another one,
 * or none.
 * @param from what it was loaded from, for the message
 * @throws CertctlError `plugin_invalid`, `plugin_api_version`
 */
export function checkPlugin(candidate: unknown, from: string): Plugin {
  const invalid = (expected: string, found: unknown): CertctlError =>
    new CertctlError('plugin_invalid', `${from}: expected ${expected}, found ${describe(found)}`);
  if (typeof candidate !== 'object' || candidate === null) throw invalid('a plugin object', candidate);
  if (!(PLUGIN_BRAND in candidate)) throw invalid('an object made by definePlugin', candidate);
  // The brand says that definePlugin made it; every field is still looked at before it is used.
  const plugin = candidate as Plugin;
  if (plugin.apiVersion !== API_VERSION) {
    throw new CertctlError(
      'plugin_api_version',
      `${from}: the plugin speaks version ${String(plugin.apiVersion)} of the contract, this engine version ${API_VERSION}`,
    );
  }
  const kind: unknown = plugin.kind;
  if (kind !== 'store' && kind !== 'binding') throw invalid("kind 'store' or 'binding'", kind);
  for (const field of TEXT_FIELDS) {
    if (typeof plugin[field] !== 'string' || plugin[field] === '') {
      throw invalid(`${field} to be a text`, plugin[field]);
    }
  }
  for (const field of FUNCTION_FIELDS) {
    if (typeof plugin[field] !== 'function') throw invalid(`${field} to be a function`, plugin[field]);
  }
  for (const field of ARRAY_FIELDS) {
    if (!Array.isArray(plugin[field])) throw invalid(`${field} to be a list`, plugin[field]);
  }
  if (typeof plugin.config?.['~standard']?.validate !== 'function') {
    throw invalid('config to be a Standard Schema', plugin.config);
  }
  if (typeof plugin.capabilities !== 'object' || plugin.capabilities === null)
    throw invalid('capabilities', plugin.capabilities);
  checkCapabilities(plugin, from);
  if (plugin.kind === 'binding') {
    if (!Array.isArray(plugin.stores)) throw invalid('stores to be a list', plugin.stores);
    return plugin;
  }
  if (plugin.capabilities.discovers && typeof plugin.discovery?.connection !== 'function') {
    throw invalid('a discovery, which its capabilities promise', plugin.discovery);
  }
  return plugin;
}

const MOVES = ['resolve', 'inspect', 'read', 'review', 'import', 'recoveryCommands', 'close'] as const;

/**
 * Checks that an open store has the methods that its plugin's capabilities promise.
 * @throws CertctlError `plugin_invalid`
 */
export function checkStore(store: object, plugin: StorePlugin): void {
  const { capabilities } = plugin;
  const wanted: string[] = [...MOVES];
  if (capabilities.tags !== 'none') wanted.push('readTags');
  if (capabilities.tags === 'own-call') wanted.push('tag');
  if (capabilities.finds) wanted.push('find');
  if (capabilities.readsKeyBack) wanted.push('readKeyBack');
  if (capabilities.undeletes) wanted.push('undelete', 'redelete');
  if (capabilities.disables) wanted.push('disable');
  if (capabilities.removes) wanted.push('remove');
  if (capabilities.discovers) wanted.push('discover');
  if (capabilities.activates) wanted.push('activate');
  if (capabilities.writers) wanted.push('writers');
  checkMethods(store, plugin.type, wanted);
}

const BINDING_MOVES = [
  'resolve',
  'inspect',
  'review',
  'bind',
  'settled',
  'recoveryCommands',
  'close',
] as const;

/** The same for an open binding. @throws CertctlError `plugin_invalid` */
export function checkBinding(binding: object, { type, capabilities }: BindingPlugin): void {
  const wanted: string[] = [...BINDING_MOVES];
  if (capabilities.unbinds) wanted.push('unbind');
  if (capabilities.writers) wanted.push('writers');
  checkMethods(binding, type, wanted);
}

function checkMethods(instance: object, type: string, wanted: readonly string[]): void {
  for (const name of wanted) {
    const method: unknown = Reflect.get(instance, name);
    if (typeof method !== 'function') {
      throw new CertctlError(
        'plugin_invalid',
        `the ${type} plugin declares capabilities that need ${name}(), found ${describe(method)}`,
      );
    }
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') {
    return `an object with ${Object.keys(value).slice(0, 6).join(', ') || 'no fields'}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : typeof value;
}
