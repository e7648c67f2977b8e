import { CertctlError, type Discovered, type JsonValue, type StorePlugin } from '@certctl/plugin-api';
import type { EngineCall } from '../call/engine-call.js';
import type { InstancePool } from '../plugins/instance-pool.js';

/** What a service holds within a scope. @throws CertctlError `discovery_unsupported`, `target_invalid` */
export async function* discover(
  plugin: StorePlugin,
  fields: Readonly<Record<string, unknown>>,
  instances: InstancePool,
  call: EngineCall,
): AsyncGenerator<Discovered> {
  const { discovery } = plugin;
  if (!plugin.capabilities.discovers || !discovery) {
    throw new CertctlError('discovery_unsupported', `the ${plugin.type} plugin cannot list what is there`);
  }
  const checked = await discovery.scope['~standard'].validate(fields);
  if (checked.issues) {
    const problems = checked.issues.map((issue) => {
      const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
      return path.length === 0 ? issue.message : `${path.join('.')}: ${issue.message}`;
    });
    throw new CertctlError('target_invalid', `where to discover: ${problems.join('; ')}`);
  }
  const connection = discovery.connection(checked.value);
  const store = await instances.connected(plugin, connection);
  if (!store.discover) throw new CertctlError('plugin_invalid', `${plugin.type} has no discover()`);
  yield* store.discover(checked.value, call.within(quotaScope(plugin, connection)));
}

/** Before anything is resolved, whoever shares a connection shares quotas. */
function quotaScope(plugin: StorePlugin, connection: JsonValue): string {
  return `${plugin.type} ${JSON.stringify(connection)}`;
}
