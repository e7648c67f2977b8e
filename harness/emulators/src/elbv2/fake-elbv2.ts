import type { FakeAcm } from '../acm/fake-acm.js';
import { servedVersion } from '../acm/served-version.js';
import type { FaultBook } from '../faults/fault-book.js';
import { CONTROL_PREFIX, controlAnswer } from '../server/control-door.js';
import { type ListenOptions, startHttpServer } from '../server/http-server.js';
import { type LoggedRequest, RequestLog } from '../server/request-log.js';
import { listenTls, type TlsListener } from '../tls/certificate-listener.js';
import { control } from './control.js';
import type { Elbv2Fault } from './elbv2-fault.js';
import { Elbv2Service } from './elbv2-service.js';
import { Elbv2State } from './elbv2-state.js';
import { isSecure } from './listener.js';
import { type FoundListener, LoadBalancerStore } from './load-balancer-store.js';
import { type ListenerOption, type LoadBalancerOption, seededListener, seededLoadBalancer } from './seed.js';
import { type Presented, presentedFor } from './served-certificate.js';
import { defaultSettings, type Elbv2Settings } from './settings.js';
import { isSupported } from './supported-certificate.js';

export interface FakeElbv2Options extends Partial<Elbv2Settings>, ListenOptions {
  /** Whose certificates the listeners have; accounts, access keys, roles, sessions and the clock are its own. */
  readonly acm: FakeAcm;
  /** Called after every request. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

/** What a listener shows to a client. */
export interface ServedByListener {
  readonly certificateArn: string;
  /** DER. */
  readonly leaf: Uint8Array;
}

/** A running emulator of Elastic Load Balancing version 2, as far as certificates go. */
export interface FakeElbv2 {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** May be changed at any time. */
  readonly settings: Elbv2Settings;
  readonly faults: FaultBook<Elbv2Fault>;
  readonly requests: RequestLog;
  readonly state: Elbv2State;
  /** Puts a load balancer there without the API; returns its ARN. */
  seedLoadBalancer(option?: LoadBalancerOption): string;
  /** Puts a listener there without the API, as somebody else's; returns its ARN. */
  seedListener(option: ListenerOption): string;
  /** Serves TLS on 127.0.0.1 as the HTTPS or TLS listener does, by what it and its certificates are at each handshake. */
  listenTls(listenerArn: string, options?: { readonly port?: number }): Promise<TlsListener>;
  /** What a handshake would show now; undefined: it would fail. */
  serves(listenerArn: string, serverName?: string): ServedByListener | undefined;
  /** Forgets load balancers, faults, requests and spent rates; settings stay, and so does ACM. */
  reset(): void;
  /** Resolves when every request that has arrived has had its effect, also those whose sender is gone. */
  idle(): Promise<void>;
  /** Does not close ACM. */
  close(): Promise<void>;
}

/** Starts the emulator beside a fake-acm; on 127.0.0.1 and a free port unless told otherwise. */
export async function startFakeElbv2(options: FakeElbv2Options): Promise<FakeElbv2> {
  const { accounts } = options.acm;
  const { account, region, certificates, clock } = accounts;
  const settings = settingsOf(options);
  const loadBalancers = new LoadBalancerStore();
  const requests = new RequestLog(options.onRequest);
  const service = new Elbv2Service({ accounts, loadBalancers, settings, log: requests });
  const listeners: TlsListener[] = [];
  const presented = (listenerArn: string, serverName: string | undefined): Presented | undefined => {
    const found = loadBalancers.listener(listenerArn);
    if (found === undefined) return undefined;
    const time = { now: clock.now(), propagation: settings.propagation };
    const version = found.listener.inForce(time.now, time.propagation);
    const chosen = presentedFor(serverName, version, certificates, time);
    // A key that was taken although it is not supported is not served.
    return chosen && isSupported(chosen.version.leaf, found.loadBalancer.facts.type) ? chosen : undefined;
  };
  const server = await startHttpServer(
    async (request) =>
      request.path.startsWith(CONTROL_PREFIX)
        ? { kind: 'answer', answer: await controlAnswer(request, (asked) => control(asked, emulator)) }
        : service.handle(request),
    options,
  );
  const emulator: FakeElbv2 = {
    url: server.url,
    host: server.host,
    port: server.port,
    settings,
    faults: service.faults,
    requests,
    state: new Elbv2State(loadBalancers),
    seedLoadBalancer: (option = {}) => {
      const place = { account: option.account ?? account, region: option.region ?? region };
      const loadBalancer = seededLoadBalancer(option, place, clock.now());
      loadBalancers.add(loadBalancer);
      return loadBalancer.facts.arn;
    },
    seedListener: (option) => {
      const loadBalancer = loadBalancers.get(option.loadBalancer);
      if (loadBalancer === undefined) throw new Error(`there is no load balancer ${option.loadBalancer}`);
      const listener = seededListener(option, loadBalancer, clock.now());
      loadBalancer.add(listener);
      loadBalancer.tellCertificates(certificates, clock.now());
      return listener.arn;
    },
    listenTls: async (listenerArn, { port = 0 } = {}) => {
      requireSecure(loadBalancers.listener(listenerArn), listenerArn);
      const listener = await listenTls((serverName) => {
        const chosen = presented(listenerArn, serverName);
        return chosen && servedVersion(chosen.version);
      }, port);
      listeners.push(listener);
      return listener;
    },
    serves: (listenerArn, serverName) => {
      const chosen = presented(listenerArn, serverName);
      return chosen && { certificateArn: chosen.certificateArn, leaf: chosen.version.leaf.der };
    },
    reset: () => {
      for (const loadBalancer of loadBalancers.all()) {
        loadBalancer.clear();
        loadBalancer.tellCertificates(certificates, clock.now());
      }
      loadBalancers.clear();
      service.faults.clear();
      service.rates.clear();
      service.lookups.clear();
      requests.clear();
    },
    idle: () => server.idle(),
    close: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
      await server.close();
    },
  };
  return emulator;
}

function settingsOf(options: FakeElbv2Options): Elbv2Settings {
  const given = Object.entries(options).filter(
    ([name, value]) => name in defaultSettings && value !== undefined,
  );
  return { ...defaultSettings, ...Object.fromEntries(given) };
}

function requireSecure(found: FoundListener | undefined, arn: string): void {
  if (found === undefined) throw new Error(`there is no listener ${arn}`);
  const { protocol } = found.listener.current;
  if (!isSecure(protocol)) throw new Error(`the listener ${arn} speaks ${protocol}, not TLS`);
}
