import type { AnyBinding, Consumer, JsonObject } from '@certctl/plugin-api';
import { CaseFailure } from '../kernel/case-failure.js';
import type { World } from './world.js';

/**
 * An instance of the binding of its own, and the consumer `web` as an engine would hand it over, to look at one move.
 *
 * @param fields of the consumer's configuration, beside those of the environment
 * @param slot the first that the service has, when left out
 */
export async function consumerOf(
  world: World,
  fields: JsonObject = {},
  slot: 'one' | 'many' = world.consumers.slots[0] ?? 'one',
): Promise<{ readonly binding: AnyBinding; readonly consumer: Consumer<unknown> }> {
  const config = { ...(await world.consumers.consumer('web', slot)), ...fields };
  const binding = await world.openBinding(config);
  const checked = await world.plugin.config['~standard'].validate(config);
  if (checked.issues)
    throw new CaseFailure('the configuration', 'a valid one', JSON.stringify(checked.issues));
  const place = await binding.resolve({ config: checked.value, targetId: 'web' }, world.rawCall());
  return { binding, consumer: { place, config: checked.value } };
}
