import { CertctlError, type JsonObject, type StorePlugin } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { CallFactory } from '../flow/call-factory.js';
import type { InstancePool } from '../plugins/instance-pool.js';
import type { PluginRegistry } from '../plugins/plugin-registry.js';
import { validateConfig } from '../plugins/validate-config.js';
import type { Target } from '../target.js';
import type { BindingRecord } from './binding-record.js';
import type { CheckedBinding, ResolvedBinding } from './resolved-binding.js';

/** Makes of the bindings in a target's document the consumers that they mean. */
@injectable()
export class BindingResolver {
  constructor(
    @inject(TOKENS.plugins) private readonly plugins: PluginRegistry,
    @inject(TOKENS.instances) private readonly instances: InstancePool,
    @inject(TOKENS.calls) private readonly calls: CallFactory,
  ) {}

  /** @throws CertctlError `target_invalid`, `target_type_unknown` */
  async check(target: Target, store: StorePlugin): Promise<readonly CheckedBinding[]> {
    const checked: CheckedBinding[] = [];
    for (const [index, { type, config }] of (target.bindings ?? []).entries()) {
      const plugin = this.plugins.binding(type);
      const name = target.name ?? target.id;
      if (store.capabilities.bindsItself) {
        throw new CertctlError(
          'target_invalid',
          `target ${name}: bindings.${index}: an import into ${store.type} is used at once, so that nothing is to be pointed at it`,
          { target: name, remedy: 'Take the bindings out of the target.' },
        );
      }
      if (!plugin.stores.includes(store.type)) {
        throw new CertctlError(
          'target_invalid',
          `target ${name}: bindings.${index}: ${plugin.type} takes certificates of ${plugin.stores.join(', ')}, not of ${store.type}`,
          { target: name },
        );
      }
      const valid = await validateConfig(plugin, { name, config }, `bindings.${index}.config`);
      // A validated configuration is JSON, whatever its plugin calls the type.
      checked.push({ plugin, config: valid as JsonObject });
    }
    return checked;
  }

  /** @throws CertctlError `target_invalid` when two bindings are one place, or the error of a call */
  async resolve(
    bindings: readonly CheckedBinding[],
    targetId: string,
    call: EngineCall,
  ): Promise<readonly ResolvedBinding[]> {
    const resolved: ResolvedBinding[] = [];
    for (const checked of bindings) {
      const { plugin, config } = checked;
      const binding = await this.instances.binding(plugin, config);
      const place = await binding.resolve({ config, targetId }, this.calls.through(plugin, call));
      if (resolved.some((other) => other.place.address === place.address)) {
        throw new CertctlError('target_invalid', `target ${targetId}: ${place.title} is bound twice`, {
          target: targetId,
        });
      }
      resolved.push({ ...checked, binding, place });
    }
    return resolved;
  }

  /**
   * The consumers of an earlier deploy, as its journal entry has them.
   * @throws CertctlError `target_type_unknown` when their plugin is not loaded
   */
  async reopen(records: readonly BindingRecord[]): Promise<readonly ResolvedBinding[]> {
    return Promise.all(
      records.map(async ({ type, config, place }) => {
        const plugin = this.plugins.binding(type);
        return { plugin, config, place, binding: await this.instances.binding(plugin, config) };
      }),
    );
  }
}
