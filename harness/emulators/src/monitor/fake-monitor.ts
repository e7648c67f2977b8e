import type { FaultBook } from '../faults/fault-book.js';
import type { WireFault } from '../faults/wire-fault.js';
import { checkRole } from '../iam/role-definition.js';
import { type Clock, systemClock } from '../server/clock.js';
import { type ListenOptions, startHttpServer } from '../server/http-server.js';
import { type LoggedRequest, RequestLog } from '../server/request-log.js';
import type { FakeVault } from '../vault/fake-vault.js';
import { ActivityLog } from './activity-log.js';
import { MonitorService } from './monitor-service.js';
import {
  type ActivityOption,
  defaultSettings,
  type MonitorPrincipalOption,
  type MonitorSettings,
} from './settings.js';

export interface FakeMonitorOptions extends Partial<MonitorSettings>, ListenOptions {
  /** Vaults whose audit events the workspace collects. */
  readonly vaults: readonly FakeVault[];
  /** Subscription that the vaults belong to. */
  readonly subscription?: string;
  /** Id of the workspace. */
  readonly workspace?: string;
  readonly clock?: Clock;
  readonly principals?: readonly MonitorPrincipalOption[];
  /** Called after every request. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

/** A running emulator of the Activity Log and of a Log Analytics workspace, of what the vaults beside it were asked. */
export interface FakeMonitor {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly subscription: string;
  readonly workspace: string;
  /** May be changed at any time. */
  readonly settings: MonitorSettings;
  readonly faults: FaultBook<WireFault>;
  readonly requests: RequestLog;
  /** Resource id of one of the vaults. */
  resourceIdOf(vault: FakeVault): string;
  /** Somebody changes a vault past its data plane. */
  addActivity(option: ActivityOption): void;
  addPrincipal(option: MonitorPrincipalOption): void;
  /** Forgets activities, faults, requests and spent rates. Audit events go when the vaults reset. */
  reset(): void;
  /** Closes no vault. */
  close(): Promise<void>;
}

const SUBSCRIPTION = '22222222-3333-4444-8555-666666666666';
const WORKSPACE = '33333333-4444-4555-8666-777777777777';

/** Starts the emulator beside fake vaults; on 127.0.0.1 and a free port unless told otherwise. */
export async function startFakeMonitor(options: FakeMonitorOptions): Promise<FakeMonitor> {
  const { vaults, subscription = SUBSCRIPTION, workspace = WORKSPACE, clock = systemClock } = options;
  const settings = settingsOf(options);
  const log = new RequestLog(options.onRequest);
  const principals = new Map<string, MonitorPrincipalOption>();
  const addPrincipal = (option: MonitorPrincipalOption) => {
    if (option.allow !== undefined) checkRole(option.allow);
    principals.set(option.token, option);
  };
  for (const option of options.principals ?? []) addPrincipal(option);
  const resourceIdOf = ({ vault }: FakeVault) =>
    `/subscriptions/${subscription}/resourceGroups/emulator/providers/Microsoft.KeyVault/vaults/${vault}`;
  const activities = new ActivityLog();
  const service = new MonitorService({
    vaults: vaults.map((vault) => ({
      url: vault.url,
      requests: vault.requests,
      resourceId: resourceIdOf(vault),
    })),
    ...{ activities, settings, clock, log, principals, workspace },
    url: () => server.url,
  });
  const server = await startHttpServer((request) => service.handle(request), options);
  return {
    url: server.url,
    host: server.host,
    port: server.port,
    ...{ subscription, workspace, settings, resourceIdOf, addPrincipal },
    faults: service.faults,
    requests: log,
    addActivity: (option) => activities.add(option, clock.now()),
    reset: () => {
      activities.clear();
      service.clear();
      log.clear();
    },
    close: () => server.close(),
  };
}

function settingsOf(options: FakeMonitorOptions): MonitorSettings {
  const given = Object.entries(options).filter(
    ([name, value]) => name in defaultSettings && value !== undefined,
  );
  return { ...defaultSettings, ...Object.fromEntries(given) };
}
