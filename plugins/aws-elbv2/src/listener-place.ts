import type { BindingPlace } from '@certctl/plugin-api';
import { type ListenerConfig, listenerOf } from './config.js';

/**
 * The place of a listener, by its ARN alone. Its list is a place of its own for each target: they add and take away
 * certificates there side by side.
 */
export function listenerPlace(config: ListenerConfig, targetId: string): BindingPlace {
  const { region, account, type, name, id, loadBalancer } = listenerOf(config);
  const { listener_arn: arn, slot } = config;
  return {
    address: slot === 'default' ? `${arn}#default` : `${arn}#sni/${targetId}`,
    scope: `${account}/${region}`,
    // The port is known to the service only, and of two listeners of a load balancer the ids differ.
    title: `listener ${type === 'network' ? 'net' : 'app'}/${name}/…${id.slice(-4)} (${slot})`,
    slot: slot === 'default' ? 'one' : 'many',
    consumer: loadBalancer,
  };
}
