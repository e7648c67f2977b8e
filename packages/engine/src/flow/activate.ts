import type { EngineCall } from '../call/engine-call.js';
import type { ResolvedTarget } from './deployment.js';

/**
 * Has the consumers take up what is stored, where they must be told. An answer that was lost is an error
 * here: whether a reload has happened cannot be observed at the store.
 */
export async function activate(resolved: ResolvedTarget, call: EngineCall): Promise<void> {
  await resolved.store.activate?.(resolved.place, resolved.config, call);
}
