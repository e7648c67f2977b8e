import {
  type Binding,
  type BindingObservation,
  type BindingPlace,
  type BindingReview,
  type Call,
  type Consumer,
  isFailure,
  type PluginServices,
  type RecoveryStep,
  type Settled,
  type Wanted,
  type Writers,
} from '@certctl/plugin-api';
import type { capabilities } from './capabilities.js';
import { CertificateRoom } from './certificate-room.js';
import type { ListenerConfig } from './config.js';
import { ElbApi } from './elb-api.js';
import type { ElbClient } from './elb-client.js';
import { inspectListener, type Looks } from './inspect-listener.js';
import { listenerPlace } from './listener-place.js';
import { ListenerProbe } from './listener-probe.js';
import { listenerWriters } from './listener-writers.js';
import { probeEndpoint } from './probe-endpoint.js';
import { recoveryCommands } from './recovery-commands.js';
import { review } from './review.js';

type Listener = Consumer<ListenerConfig>;

/** The moves of a listener. Long-lived: one instance for each region, role and profile. */
export class ListenerBinding implements Binding<ListenerConfig, typeof capabilities> {
  readonly #client: ElbClient;
  readonly #looks: Looks;

  constructor(client: ElbClient, services: Pick<PluginServices, 'clock' | 'http'>) {
    const api = new ElbApi(client);
    this.#client = client;
    this.#looks = {
      api,
      probe: new ListenerProbe(services),
      room: new CertificateRoom(api, services.clock),
    };
  }

  /** Offline: an ARN says all that a place is made of. */
  async resolve({
    config,
    targetId,
  }: {
    readonly config: ListenerConfig;
    readonly targetId: string;
  }): Promise<BindingPlace> {
    return listenerPlace(config, targetId);
  }

  inspect({ config }: Listener, call: Call): Promise<BindingObservation> {
    return inspectListener(config, this.#looks, call);
  }

  review(input: BindingReview<ListenerConfig>) {
    return review(input);
  }

  async bind(
    { config: { listener_arn: arn, slot } }: Listener,
    reference: string,
    call: Call,
  ): Promise<void> {
    const { api } = this.#looks;
    if (slot === 'default') await api.setDefault(arn, reference, call);
    else await api.add(arn, reference, call);
  }

  /** From the list alone: a listener is never without a default. */
  async unbind({ config: { listener_arn: arn } }: Listener, reference: string, call: Call): Promise<void> {
    const { api } = this.#looks;
    try {
      await api.remove(arn, reference, call);
    } catch (error) {
      if (isFailure(error, 'absent')) return;
      // For some weeks this was said of certificates that are not in the list, too:
      // https://github.com/hashicorp/terraform-provider-aws/issues/35403
      const isSaidOfUnlisted =
        isFailure(error, 'refused') && error.failure.code.startsWith('OperationNotPermitted');
      if (isSaidOfUnlisted && !(await api.listed(arn, call)).includes(reference)) return;
      throw error;
    }
  }

  async settled({ config }: Listener, { reference, leaf }: Wanted, call: Call): Promise<Settled> {
    const { api, probe } = this.#looks;
    const { listener_arn: arn, slot } = config;
    const uses =
      slot === 'default' ? [(await api.listener(arn, call)).defaultCertificate] : await api.listed(arn, call);
    if (!uses.includes(reference)) {
      return { settled: false, shows: uses.filter(Boolean).join(', ') || 'no certificate' };
    }
    const endpoint = probeEndpoint(config);
    if (leaf === undefined || endpoint === undefined) return { settled: true };
    return probe.serves(leaf, endpoint, call);
  }

  writers({ config }: Listener): Writers {
    return listenerWriters(config, this.#client.trail);
  }

  recoveryCommands(input: Listener & { readonly reference: string }): readonly RecoveryStep[] {
    return recoveryCommands(input);
  }

  async close(): Promise<void> {
    this.#client.close();
  }
}
