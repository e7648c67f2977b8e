import {
  type BindingObservation,
  type Bound,
  type Call,
  isFailure,
  type JsonObject,
} from '@certctl/plugin-api';
import type { CertificateRoom } from './certificate-room.js';
import { type ListenerConfig, listenerOf } from './config.js';
import { type ElbApi, isSecure, type ListenerState } from './elb-api.js';
import type { ListenerProbe } from './listener-probe.js';
import { probeEndpoint } from './probe-endpoint.js';

/** What inspecting needs of an instance. */
export interface Looks {
  readonly api: ElbApi;
  readonly probe: ListenerProbe;
  readonly room: CertificateRoom;
}

/** What the review is told of a listener. */
export type ListenerAttributes = JsonObject & {
  readonly protocol: string;
  readonly port?: number;
  readonly load_balancer: string;
  /** Certificates in the lists of all listeners of the load balancer, defaults not counted. */
  readonly certificates?: number;
  readonly most_certificates?: number;
};

/** What a listener uses, and serves; `absent` when DescribeListeners says that there is no such listener. */
export async function inspectListener(
  config: ListenerConfig,
  looks: Looks,
  call: Call,
): Promise<BindingObservation> {
  const { api } = looks;
  const { listener_arn: arn } = config;
  const listener = await orAbsent(() => api.listener(arn, call));
  if (listener === 'absent') return { state: 'absent' };
  const hasList = config.slot === 'sni' && isSecure(listener);
  // The listener may be deleted between the two.
  const listed = hasList ? await orAbsent(() => api.listed(arn, call)) : [];
  if (listed === 'absent') return { state: 'absent' };
  const used = await usedBy(listener, listed, config, looks, call);
  const endpoint = isSecure(listener) ? probeEndpoint(config) : undefined;
  return { ...used, ...(endpoint ? await looks.probe.look(endpoint, call) : {}) };
}

async function orAbsent<Answer>(ask: () => Promise<Answer>): Promise<Answer | 'absent'> {
  try {
    return await ask();
  } catch (error) {
    if (isFailure(error, 'absent')) return 'absent';
    throw error;
  }
}

async function usedBy(
  listener: ListenerState,
  references: readonly string[],
  config: ListenerConfig,
  { room }: Looks,
  call: Call,
): Promise<Bound> {
  const arn = listenerOf(config);
  const attributes: ListenerAttributes = {
    protocol: listener.protocol,
    ...(listener.port === undefined ? {} : { port: listener.port }),
    load_balancer: arn.type,
  };
  const { defaultCertificate } = listener;
  if (config.slot === 'default') {
    return { state: 'present', references: defaultCertificate ? [defaultCertificate] : [], attributes };
  }
  // It has no list, and the review refuses it.
  if (!isSecure(listener)) return { state: 'present', references: [], attributes };
  const { has, most, degraded } = await room.of(arn, listener, references, call);
  return {
    state: 'present',
    references,
    attributes: { ...attributes, certificates: has, most_certificates: most },
    ...(degraded.length === 0 ? {} : { degraded }),
  };
}
