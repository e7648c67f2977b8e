import type { Certificate, Limit, Listener } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Call } from '@certctl/plugin-api';
import { answered } from '@certctl/plugin-aws';
import type { ElbClient } from './elb-client.js';

/** A listener as DescribeListeners tells of it. */
export interface ListenerState {
  readonly arn: string;
  readonly protocol: string;
  readonly port: number | undefined;
  /** ARN; undefined for a listener without TLS. */
  readonly defaultCertificate: string | undefined;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/**
 * The operations of Elastic Load Balancing that the plugin uses: each method sends one request, or one a page,
 * through the call. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html
 */
export class ElbApi {
  readonly #client: ElbClient;

  constructor(client: ElbClient) {
    this.#client = client;
  }

  listener(arn: string, call: Call): Promise<ListenerState> {
    const { elb, sdk } = this.#client;
    return this.#attempt(call, 'elasticloadbalancing:DescribeListeners', async (abortSignal) => {
      const command = new sdk.DescribeListenersCommand({ ListenerArns: [arn] });
      const [listener] = (await elb.send(command, { abortSignal })).Listeners ?? [];
      return stateOf(answered(listener, 'Listener'));
    });
  }

  /** All listeners of a load balancer. */
  async listenersOf(loadBalancer: string, call: Call): Promise<readonly ListenerState[]> {
    const { elb, sdk } = this.#client;
    return this.#pages(call, 'elasticloadbalancing:DescribeListeners', async (Marker, abortSignal) => {
      const command = new sdk.DescribeListenersCommand({ LoadBalancerArn: loadBalancer, ...Marker });
      const answer = await elb.send(command, { abortSignal });
      return { items: (answer.Listeners ?? []).map(stateOf), next: answer.NextMarker };
    });
  }

  /** ARNs in the certificate list of a listener, in the service's order and each of them once. */
  async listed(arn: string, call: Call): Promise<readonly string[]> {
    const { elb, sdk } = this.#client;
    const operation = 'elasticloadbalancing:DescribeListenerCertificates';
    const certificates = await this.#pages<Certificate>(call, operation, async (Marker, abortSignal) => {
      const command = new sdk.DescribeListenerCertificatesCommand({ ListenerArn: arn, ...Marker });
      const answer = await elb.send(command, { abortSignal });
      return { items: answer.Certificates ?? [], next: answer.NextMarker };
    });
    // The default is told of once as such. Where it is in the list, too, it comes again as one of the list:
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerCertificates.html
    const ofList = certificates.filter(({ IsDefault }) => !IsDefault);
    return [...new Set(ofList.map(({ CertificateArn }) => answered(CertificateArn, 'CertificateArn')))];
  }

  /** The limits of the account in the region, by the names of the service. */
  async limits(call: Call): Promise<ReadonlyMap<string, number>> {
    const { elb, sdk } = this.#client;
    const operation = 'elasticloadbalancing:DescribeAccountLimits';
    const limits = await this.#pages<Limit>(call, operation, async (Marker, abortSignal) => {
      const answer = await elb.send(new sdk.DescribeAccountLimitsCommand({ ...Marker }), { abortSignal });
      return { items: answer.Limits ?? [], next: answer.NextMarker };
    });
    return new Map(limits.map(({ Name, Max }) => [Name ?? '', Number(Max)]));
  }

  /** Sets the default certificate: the API wants exactly one, and `IsDefault` not to be said. */
  async setDefault(arn: string, certificate: string, call: Call): Promise<void> {
    const { elb, sdk } = this.#client;
    const input = { ListenerArn: arn, Certificates: [{ CertificateArn: certificate }] };
    await this.#attempt(call, 'elasticloadbalancing:ModifyListener', (abortSignal) =>
      elb.send(new sdk.ModifyListenerCommand(input), { abortSignal }),
    );
  }

  /** Adds to the list; one that is there already stays as it is. */
  async add(arn: string, certificate: string, call: Call): Promise<void> {
    const { elb, sdk } = this.#client;
    const input = { ListenerArn: arn, Certificates: [{ CertificateArn: certificate }] };
    await this.#attempt(call, 'elasticloadbalancing:AddListenerCertificates', (abortSignal) =>
      elb.send(new sdk.AddListenerCertificatesCommand(input), { abortSignal }),
    );
  }

  async remove(arn: string, certificate: string, call: Call): Promise<void> {
    const { elb, sdk } = this.#client;
    const input = { ListenerArn: arn, Certificates: [{ CertificateArn: certificate }] };
    await this.#attempt(call, 'elasticloadbalancing:RemoveListenerCertificates', (abortSignal) =>
      elb.send(new sdk.RemoveListenerCertificatesCommand(input), { abortSignal }),
    );
  }

  async #pages<Item>(
    call: Call,
    operation: string,
    send: (marker: { readonly Marker?: string }, signal: AbortSignal) => Promise<Page<Item>>,
  ): Promise<readonly Item[]> {
    const all: Item[] = [];
    let next: string | undefined;
    do {
      const marker = next === undefined ? {} : { Marker: next };
      const page = await this.#attempt(call, operation, (signal) => send(marker, signal));
      all.push(...page.items);
      next = page.next || undefined;
    } while (next !== undefined);
    return all;
  }

  async #attempt<T>(call: Call, operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    await this.#client.session.ready(call);
    return call.attempt(operation, send);
  }
}

function stateOf({ ListenerArn, Protocol, Port, Certificates }: Listener): ListenerState {
  const [certificate] = Certificates ?? [];
  return {
    arn: answered(ListenerArn, 'ListenerArn'),
    protocol: answered(Protocol, 'Protocol'),
    port: Port,
    defaultCertificate: certificate && answered(certificate.CertificateArn, 'CertificateArn'),
  };
}

/** Whether a listener ends TLS, and so has certificates. */
export function isSecure({ protocol }: Pick<ListenerState, 'protocol'>): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}
