import { randomUUID } from 'node:crypto';
import type { FaultBook } from '../faults/fault-book.js';
import type { WireFault } from '../faults/wire-fault.js';
import type { FakeMonitor } from '../monitor/fake-monitor.js';
import { type Clock, systemClock } from '../server/clock.js';
import { type ListenOptions, startHttpServer } from '../server/http-server.js';
import { type LoggedRequest, RequestLog } from '../server/request-log.js';
import { DEFAULT_TENANT, type FakeVault } from '../vault/fake-vault.js';
import type { VaultPrincipalOption } from '../vault/settings.js';
import { type ApplicationOption, Directory, type Identity, type ManagedIdentityOption } from './directory.js';
import { EntraService, IDENTITY_PATH, type IssuedToken } from './entra-service.js';

export interface FakeEntraOptions extends ListenOptions {
  /** @default that of a fake vault */
  readonly tenant?: string;
  readonly clock?: Clock;
  readonly applications?: readonly ApplicationOption[];
  /** The first is system-assigned. */
  readonly identities?: readonly ManagedIdentityOption[];
  /** What X-IDENTITY-HEADER must say; made when left out. */
  readonly identityHeader?: string;
  /** Vaults that know the tokens that are issued for {@link vaultResource}. */
  readonly vaults?: readonly Pick<FakeVault, 'addPrincipal'>[];
  /** Monitors that know the tokens that are issued for other resources, each for its own. */
  readonly monitors?: readonly Pick<FakeMonitor, 'addPrincipal'>[];
  /** What an identity may do in the vaults and monitors; everything when left out. */
  readonly permissions?: (identity: Identity) => Pick<VaultPrincipalOption, 'allow' | 'accessPolicy'>;
  /** @default 'https://vault.azure.net' */
  readonly vaultResource?: string;
  /** Called after every request. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

/** A running emulator of the token endpoints of Entra ID, and of a managed identity's in App Service. */
export interface FakeEntra {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly tenant: string;
  /** For IDENTITY_ENDPOINT and IDENTITY_HEADER in the environment of ManagedIdentityCredential. */
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  readonly faults: FaultBook<WireFault>;
  readonly requests: RequestLog;
  /** Tokens that were given out, oldest first. */
  readonly issued: readonly IssuedToken[];
  addApplication(option: ApplicationOption): Identity;
  addIdentity(option: ManagedIdentityOption): Identity;
  close(): Promise<void>;
}

/** Starts the emulator on 127.0.0.1 and a free port; authorities have to speak https, so give it `tls`. */
export async function startFakeEntra(options: FakeEntraOptions = {}): Promise<FakeEntra> {
  const { tenant = DEFAULT_TENANT, identityHeader = randomUUID(), clock = systemClock } = options;
  const directory = new Directory();
  for (const application of options.applications ?? []) directory.addApplication(application);
  for (const identity of options.identities ?? []) directory.addIdentity(identity);
  const requests = new RequestLog(options.onRequest);
  const tokens: IssuedToken[] = [];
  const service = new EntraService({
    directory,
    clock,
    log: requests,
    tenant,
    identityHeader,
    url: () => server.url,
    issued: (token) => {
      tokens.push(token);
      introduce(token, options);
    },
  });
  const server = await startHttpServer((request) => service.handle(request), options);
  const { url, host, port } = server;
  return {
    url,
    host,
    port,
    tenant,
    identityEndpoint: url + IDENTITY_PATH,
    identityHeader,
    faults: service.faults,
    requests,
    issued: tokens,
    addApplication: (option) => directory.addApplication(option),
    addIdentity: (option) => directory.addIdentity(option),
    close: () => server.close(),
  };
}

/** A token for another resource is worth nothing in a vault. */
function introduce(issued: IssuedToken, options: FakeEntraOptions): void {
  const { vaults = [], monitors = [], permissions, vaultResource = 'https://vault.azure.net' } = options;
  const { token, clientId, objectId, expiresAt, resource } = issued;
  if (resource !== vaultResource) {
    const allow = permissions?.(issued).allow;
    const known = { token, resource, clientId, objectId, expiresAt, ...(allow ? { allow } : {}) };
    for (const monitor of monitors) monitor.addPrincipal(known);
    return;
  }
  for (const vault of vaults)
    vault.addPrincipal({ token, clientId, objectId, expiresAt, ...permissions?.(issued) });
}
