import type { FaultBook } from '../faults/fault-book.js';
import { Principals } from '../iam/principals.js';
import { type Clock, systemClock } from '../server/clock.js';
import { CONTROL_PREFIX, controlAnswer } from '../server/control-door.js';
import { type ListenOptions, startHttpServer } from '../server/http-server.js';
import { type LoggedRequest, RequestLog } from '../server/request-log.js';
import { listenTls, type TlsListener } from '../tls/certificate-listener.js';
import type { AcmFault } from './acm-fault.js';
import { AcmService } from './acm-service.js';
import { AcmState } from './acm-state.js';
import { CertificateStore, type StoredCertificate } from './certificate-store.js';
import { control } from './control.js';
import { type SeedOption, seedCertificate } from './seed.js';
import { servedVersion } from './served-version.js';
import { type AccessKeyOption, type AcmSettings, defaultSettings, type RoleOption } from './settings.js';
import type { SharedAccounts } from './shared-accounts.js';

export interface FakeAcmOptions extends Partial<AcmSettings>, ListenOptions {
  /** Account of requests whose access key is not known. @default '123456789012' */
  readonly account?: string;
  /** Region of requests that are not signed. @default 'us-east-1' */
  readonly region?: string;
  readonly clock?: Clock;
  readonly accessKeys?: readonly AccessKeyOption[];
  readonly roles?: readonly RoleOption[];
  /** Called after every request. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

/** A running emulator of ACM, with the parts of STS and of the tagging API that go with it. */
export interface FakeAcm {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** May be changed at any time. */
  readonly settings: AcmSettings;
  readonly faults: FaultBook<AcmFault>;
  readonly requests: RequestLog;
  readonly state: AcmState;
  /** For doubles of services that use its certificates. */
  readonly accounts: SharedAccounts;
  /** Puts a certificate there without the API, as somebody else's by default; returns its ARN. */
  seed(option: SeedOption): string;
  /** A consumer (its ARN) begins to use the certificate. */
  use(arn: string, consumerArn: string): void;
  release(arn: string, consumerArn: string): void;
  addAccessKey(option: AccessKeyOption): void;
  addRole(option: RoleOption): void;
  /** Serves, on 127.0.0.1, what the certificate holds at each handshake, with its chain and private key. */
  listenTls(arn: string): Promise<TlsListener>;
  /** Forgets certificates, faults, requests and spent rates; settings, keys and roles stay. */
  reset(): void;
  /** Resolves when every request that has arrived has had its effect, also those whose sender is gone. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the emulator; on 127.0.0.1 and a free port unless told otherwise. */
export async function startFakeAcm(options: FakeAcmOptions = {}): Promise<FakeAcm> {
  const account = options.account ?? '123456789012';
  const region = options.region ?? 'us-east-1';
  const clock = options.clock ?? systemClock;
  const settings = settingsOf(options);
  const store = new CertificateStore();
  const requests = new RequestLog(options.onRequest);
  const principals = new Principals(account);
  for (const key of options.accessKeys ?? []) principals.addKey(key);
  for (const role of options.roles ?? []) principals.addRole(role);
  const service = new AcmService({ store, settings, clock, log: requests, principals, region });
  const listeners: TlsListener[] = [];
  const server = await startHttpServer(
    async (request) =>
      request.path.startsWith(CONTROL_PREFIX)
        ? { kind: 'answer', answer: await controlAnswer(request, (asked) => control(asked, emulator)) }
        : service.handle(request),
    options,
  );
  const emulator: FakeAcm = {
    url: server.url,
    host: server.host,
    port: server.port,
    settings,
    faults: service.faults,
    requests,
    state: new AcmState(store),
    accounts: { certificates: store, principals, clock, account, region },
    seed: (option) =>
      seedCertificate(
        store,
        option,
        { account: option.account ?? account, region: option.region ?? region },
        clock.now(),
      ),
    use: (arn, consumerArn) => held(store, arn).use(consumerArn),
    release: (arn, consumerArn) => held(store, arn).release(consumerArn, clock.now()),
    addAccessKey: (option) => principals.addKey(option),
    addRole: (option) => principals.addRole(option),
    listenTls: async (arn) => {
      const listener = await listenTls(() => served(store.get(arn)));
      listeners.push(listener);
      return listener;
    },
    reset: () => {
      store.clear();
      service.faults.clear();
      service.rates.clear();
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

function settingsOf(options: FakeAcmOptions): AcmSettings {
  const given = Object.entries(options).filter(
    ([name, value]) => name in defaultSettings && value !== undefined,
  );
  return { ...defaultSettings, ...Object.fromEntries(given) };
}

function held(store: CertificateStore, arn: string): StoredCertificate {
  const certificate = store.get(arn);
  if (certificate === undefined) throw new Error(`the emulator holds no certificate ${arn}`);
  return certificate;
}

function served(certificate: StoredCertificate | undefined) {
  return certificate && servedVersion(certificate.current);
}
