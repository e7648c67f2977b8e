import type { FaultBook } from '../faults/fault-book.js';
import { type Clock, systemClock } from '../server/clock.js';
import { CONTROL_PREFIX, controlAnswer } from '../server/control-door.js';
import { type ListenOptions, startHttpServer } from '../server/http-server.js';
import { type LoggedRequest, RequestLog } from '../server/request-log.js';
import { listenTls, type TlsListener } from '../tls/certificate-listener.js';
import { pemOf } from '../x509/pem.js';
import { type VaultCertificate, VaultStore } from './certificate-store.js';
import { control } from './control.js';
import { type VaultKeyChange, type VaultKeyOption, VaultKeys } from './keys/vault-keys.js';
import { readSettings } from './read-settings.js';
import { type SeededVersion, seedCertificate, type VaultSeedOption } from './seed.js';
import { defaultSettings, type VaultPrincipalOption, type VaultSettings } from './settings.js';
import type { VaultFault } from './vault-fault.js';
import { type VaultPrincipal, VaultPrincipals } from './vault-principals.js';
import { VaultService } from './vault-service.js';
import { VaultState } from './vault-state.js';

export interface FakeVaultOptions extends Partial<VaultSettings>, ListenOptions {
  /** Name of the vault. @default 'fake-vault' */
  readonly vault?: string;
  /** @default 'westeurope' */
  readonly location?: string;
  /** Tenant that the challenge names. */
  readonly tenant?: string;
  readonly clock?: Clock;
  /** Bearer tokens that are known; every other one is refused. */
  readonly principals?: readonly VaultPrincipalOption[];
  /** Called after every request. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

/** A running emulator of one Key Vault: its certificates and the secrets that belong to them. */
export interface FakeVault {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly vault: string;
  readonly tenant: string;
  /** May be changed at any time. */
  readonly settings: VaultSettings;
  readonly faults: FaultBook<VaultFault>;
  readonly requests: RequestLog;
  readonly state: VaultState;
  /** Puts a version there without the API, as somebody else's by default. */
  seed(option: VaultSeedOption): SeededVersion;
  /** Makes a key, or the next version of the one of that name, without the API; returns its id (a URL). */
  addKey(option: VaultKeyOption): string;
  /** Changes a version of a key by its id. */
  changeKey(id: string, change: VaultKeyChange): void;
  /** The key of that name with all its versions is gone, as after a deletion. */
  deleteKey(name: string): void;
  addPrincipal(option: VaultPrincipalOption): VaultPrincipal;
  /** Serves, on 127.0.0.1, what the latest enabled version holds at each handshake, with its chain and key. */
  listenTls(name: string): Promise<TlsListener>;
  /** Forgets certificates, faults, requests and spent rates; settings and principals stay. */
  reset(): void;
  /** Resolves when every request that has arrived has had its effect, also those whose sender is gone. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Of vaults and directories that are given none, so that they belong together. */
export const DEFAULT_TENANT = '11111111-2222-4333-8444-555555555555';

/** https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name */
const VAULT_NAME = /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/;

/**
 * Starts the emulator; over plain http on 127.0.0.1 and a free port unless told otherwise.
 * @throws TypeError for a name that no vault can have, or settings that it cannot have
 */
export async function startFakeVault(options: FakeVaultOptions = {}): Promise<FakeVault> {
  const {
    vault = 'fake-vault',
    location = 'westeurope',
    tenant = DEFAULT_TENANT,
    clock = systemClock,
  } = options;
  if (!VAULT_NAME.test(vault)) throw new TypeError(`${vault} is no name of a vault`);
  const settings = { ...defaultSettings, ...readSettings(settingsIn(options)) };
  const store = new VaultStore();
  const keys = new VaultKeys();
  const requests = new RequestLog(options.onRequest);
  const principals = new VaultPrincipals();
  for (const principal of options.principals ?? []) principals.add(principal);
  const scheme = options.tls === undefined ? 'http' : 'https';
  const service = new VaultService({
    store,
    keys,
    settings,
    clock,
    log: requests,
    principals,
    vault,
    location,
    tenant,
    scheme,
  });
  const listeners: TlsListener[] = [];
  const server = await startHttpServer(
    async (request) =>
      request.path.startsWith(CONTROL_PREFIX)
        ? { kind: 'answer', answer: await controlAnswer(request, (asked) => control(asked, emulator)) }
        : service.handle(request),
    options,
  );
  const { url, host, port } = server;
  const emulator: FakeVault = {
    url,
    host,
    port,
    vault,
    tenant,
    settings,
    faults: service.faults,
    requests,
    state: new VaultState(store, clock),
    seed: (option) => seedCertificate(option, { store, settings, url, now: clock.now() }),
    addKey: (option) => `${url}/keys/${option.name}/${keys.add(option, clock.now()).version}`,
    changeKey: (id, change) => keys.change(...keyOf(id), change),
    deleteKey: (name) => keys.delete(name),
    addPrincipal: (option) => principals.add(option),
    listenTls: async (name) => {
      const listener = await listenTls(() => served(store.get(name, clock.now()), clock.now()));
      listeners.push(listener);
      return listener;
    },
    reset: () => {
      store.clear();
      keys.clear();
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

/** Name and version of an id. */
function keyOf(id: string): [string, string] {
  const [name = '', version = ''] = new URL(id).pathname.split('/').slice(2);
  return [name, version];
}

function settingsIn(options: FakeVaultOptions): object {
  const given = Object.entries(options).filter(
    ([name, value]) => name in defaultSettings && value !== undefined,
  );
  return Object.fromEntries(given);
}

/** A consumer that follows the versionless secret: a disabled version is left out, a deleted name serves nothing. */
function served(certificate: VaultCertificate | undefined, now: number) {
  const version = certificate?.versions.findLast(({ enabled }) => enabled);
  if (version === undefined || certificate?.status(now) !== 'active') return undefined;
  const { leaf, chain, privateKey } = version;
  return {
    certificatesPem: [leaf, ...chain].map(({ der }) => pemOf('CERTIFICATE', der)).join(''),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
