import type { FakeAcm } from '../acm/fake-acm.js';
import type { FaultBook } from '../faults/fault-book.js';
import type { WireFault } from '../faults/wire-fault.js';
import { type ListenOptions, startHttpServer } from '../server/http-server.js';
import { type LoggedRequest, RequestLog } from '../server/request-log.js';
import { CloudTrailService } from './cloudtrail-service.js';
import { type CloudTrailSettings, defaultSettings } from './settings.js';

export interface FakeCloudTrailOptions extends Partial<CloudTrailSettings>, ListenOptions {
  /** Its calls are told; accounts, access keys, roles, sessions and the clock are its own. */
  readonly acm: FakeAcm;
  /** Other services of the same accounts whose calls are told: a fake-elbv2. */
  readonly services?: readonly { readonly requests: RequestLog }[];
  /** Called after every request. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

/** A running emulator of CloudTrail's event history, of what the emulators beside it were asked. */
export interface FakeCloudTrail {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** May be changed at any time. */
  readonly settings: CloudTrailSettings;
  readonly faults: FaultBook<WireFault>;
  readonly requests: RequestLog;
  /** Forgets faults, requests and spent rates. The events are those of the services, and go when they reset. */
  reset(): void;
  /** Closes no other service. */
  close(): Promise<void>;
}

/** Starts the emulator beside a fake-acm; on 127.0.0.1 and a free port unless told otherwise. */
export async function startFakeCloudTrail(options: FakeCloudTrailOptions): Promise<FakeCloudTrail> {
  const { acm, services = [] } = options;
  const settings = settingsOf(options);
  const log = new RequestLog(options.onRequest);
  const sources = [acm.requests, ...services.map(({ requests }) => requests)];
  const service = new CloudTrailService({ accounts: acm.accounts, sources, settings, log });
  const server = await startHttpServer((request) => service.handle(request), options);
  return {
    url: server.url,
    host: server.host,
    port: server.port,
    settings,
    faults: service.faults,
    requests: log,
    reset: () => {
      service.faults.clear();
      service.rates.clear();
      log.clear();
    },
    close: () => server.close(),
  };
}

function settingsOf(options: FakeCloudTrailOptions): CloudTrailSettings {
  const given = Object.entries(options).filter(
    ([name, value]) => name in defaultSettings && value !== undefined,
  );
  return { ...defaultSettings, ...Object.fromEntries(given) };
}
