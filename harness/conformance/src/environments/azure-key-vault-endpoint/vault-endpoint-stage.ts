import type { Quota } from '@certctl/plugin-api';
import type { Identified, ProxiedAnswer, ProxiedRequest } from '../../environment/fault-proxy.js';
import { startHttpStage } from '../../environment/http-stage.js';
import type { ObservedPlace, Pems, Stage } from '../../environment/stage.js';
import { isLoopback } from '../endpoint/admit-account.js';
import { Pace } from '../endpoint/pace.js';
import { azCommandSends } from '../fake-vault/az-command-sends.js';
import { vaultFaultShapes } from '../fake-vault/vault-faults.js';
import { VAULT_FORMS } from '../fake-vault/vault-forms.js';
import { VAULT_REQUESTS, vaultRequestName } from '../fake-vault/vault-requests.js';
import { type VaultCredential, vaultCredential } from './vault-credential.js';
import type { VaultEndpoint } from './vault-endpoint.js';
import { pemOf, VaultObserver } from './vault-observer.js';

export interface VaultRun {
  readonly runId: string;
  /** The host that the vault's identifiers name, where a tunnel leads to it. @default the host of the URL */
  readonly account?: string;
  /** Rates that requests are kept to, where the endpoint is not on this machine. */
  readonly quotas?: readonly Quota[];
  readonly announce?: (line: string) => void;
}

/**
 * A stage on any vault. Each case has names of its own, which begin with the run's id: a name that was deleted stays
 * taken for days. No write is let through that names something else.
 */
export async function startVaultStage(endpoint: VaultEndpoint, run: VaultRun): Promise<Stage> {
  const { url } = endpoint;
  const { origin, host } = new URL(url);
  const { account = host } = run;
  const credential = await vaultCredential(endpoint);
  const observer = await VaultObserver.open(endpoint, credential);
  const isAlone = (await observer.names('')).length === 0;
  const pace = new Pace(isLoopback(url) ? [] : (run.quotas ?? []));
  const patience = endpoint.patience ?? (isLoopback(url) ? 1 : 10);
  /** What the next imports bring to the vault in place of what was sent. */
  const impostors: Pems[] = [];
  let proxied = '';
  let strange: string | undefined;
  return startHttpStage({
    upstream: origin,
    requests: VAULT_REQUESTS,
    name: vaultRequestName,
    faultShapes: vaultFaultShapes,
    isHandshake: ({ headers }, { status }) => headers.authorization === undefined && status === 401,
    admit: async (asked, what) => {
      const mayLeave = strange === undefined && isOwn(asked, what, run.runId);
      return mayLeave ? undefined : refusal(strange);
    },
    route: async ({ headers, body: came }, what) => {
      await pace.turn(what?.operations[0] ?? '');
      const own = { ...headers, host, 'accept-encoding': 'identity' };
      if (what?.name !== 'ImportCertificate' || impostors.length === 0)
        return { upstream: origin, headers: own };
      const body = withMaterial(came, impostors.shift());
      return { upstream: origin, headers: { ...own, 'content-length': String(body.length) }, body };
    },
    answered: (_asked, what, answer) => {
      // A tunnel on this machine may end at a vault that nobody named; its first answer gives it away.
      if (what?.name === 'ImportCertificate') {
        strange ??= strangeHost(answer, account);
        observer.made(Buffer.from(answer.body).toString('utf8'));
      }
      return withUrl(withUrl(answer, origin, proxied), `https://${account}`, proxied);
    },
    stage: (at) => {
      proxied = at;
      return stageOf({ observer, credential, run, patience, isAlone, proxied, impostors });
    },
  });
}

interface Parts {
  readonly observer: VaultObserver;
  readonly credential: VaultCredential;
  readonly run: VaultRun;
  readonly patience: number;
  readonly isAlone: boolean;
  readonly proxied: string;
  readonly impostors: Pems[];
}

function stageOf(parts: Parts): ReturnType<Parameters<typeof startHttpStage>[0]['stage']> {
  const { observer, credential, run, patience, isAlone, proxied, impostors } = parts;
  const { runId, announce } = run;
  let turn = 0;
  const prefix = () => `${runId}-${turn}-`;
  const nameAt = (reference: string) => reference.split('/').at(-1) ?? '';
  const referenceTo = (name: string) => `${proxied}/secrets/${name}`;
  /** By name: what is deleted shows nothing but its name. */
  const before = new Map<string, ObservedPlace['revisions']>();
  const observe = async (): Promise<readonly ObservedPlace[]> => {
    const places: ObservedPlace[] = [];
    for (const name of await observer.names(prefix())) {
      const revisions = await observer.read(name);
      before.set(name, revisions);
      places.push({ reference: referenceTo(name), state: 'held', revisions });
    }
    for (const name of await observer.deletedNames(prefix())) {
      places.push({ reference: referenceTo(name), state: 'deleted', revisions: before.get(name) ?? [] });
    }
    return places;
  };
  return {
    host: {
      http: { connectTimeoutMs: 1_000 * patience, maxSockets: 16, allowEndpoints: true },
      credentials: { get: () => credential },
    },
    unseen: [
      { operation: 'Microsoft.Entra/token', reason: 'the run gives the token, and nobody is asked for one' },
    ],
    mark: runId,
    patience,
    // PEM, because a PKCS#12 would have to be taken apart to see its chain.
    target: (name) => ({ vault_url: proxied, certificate_name: `${prefix()}${name}`, content_type: 'pem' }),
    forms: VAULT_FORMS,
    commandSends: azCommandSends,
    // A discovery lists what others have there, too, and a case counts what is listed.
    ...(isAlone ? { discovery: () => ({ vault_url: proxied }) } : {}),
    observe,
    seed: async ({ target, tags = {}, ...pems }) => {
      await observer.put(`${prefix()}${target}`, pems, tags);
      return referenceTo(`${prefix()}${target}`);
    },
    overwrite: (reference, pems, tags = {}) => observer.put(nameAt(reference), pems, tags),
    misstore: (pems) => void impostors.push(pems),
    retag: (reference, tags) => observer.update(nameAt(reference), { tags }),
    disable: (reference) => observer.update(nameAt(reference), { enabled: false }),
    softDelete: async (reference) => {
      // What it was is seen once more before it is gone.
      before.set(nameAt(reference), await observer.read(nameAt(reference)));
      await observer.delete(nameAt(reference));
    },
    reset: async () => {
      for (const name of await observer.names(prefix())) await observer.delete(name);
      before.clear();
      impostors.length = 0;
      turn += 1;
    },
    close: async () => {
      const { kept } = await sweepVault(observer, runId);
      if (kept.length > 0) announce?.(keptText(kept, runId));
    },
  };
}

/** Deletes and purges all names of a run. @returns what was removed, and what the vault keeps as deleted */
export async function sweepVault(
  observer: VaultObserver,
  runId: string,
): Promise<{ readonly removed: readonly string[]; readonly kept: readonly string[] }> {
  const removed: string[] = [];
  const kept: string[] = [];
  for (const name of await observer.names(`${runId}-`)) await observer.delete(name);
  for (const name of await observer.deletedNames(`${runId}-`)) {
    const isPurged = await observer.purge(name);
    (isPurged ? removed : kept).push(name);
  }
  return { removed, kept };
}

export function keptText(kept: readonly string[], runId: string): string {
  return `${kept.length} certificates of ${runId} are deleted, and the vault keeps them as deleted until their retention ends: they could not be purged`;
}

/** Reads may; a write only where the name is the run's own. */
function isOwn({ path }: ProxiedRequest, what: Identified | undefined, runId: string): boolean {
  // What nobody knows may be a write.
  if (what === undefined) return false;
  if (!what.write) return true;
  const [, name = ''] = /^\/(?:deleted)?certificates\/([^/?]+)/.exec(path) ?? [];
  return name.toLowerCase().startsWith(`${runId}-`);
}

/** An import of PEM as it came, with another certificate and its key in it. */
function withMaterial(came: Uint8Array, pems: Pems | undefined): Uint8Array {
  const body: unknown = JSON.parse(Buffer.from(came).toString('utf8'));
  if (pems === undefined || typeof body !== 'object' || body === null) return came;
  return Buffer.from(JSON.stringify({ ...body, value: pemOf(pems) }));
}

function refusal(strange: string | undefined) {
  const refused = vaultFaultShapes('403', '', '');
  if ('impossible' in refused) return { status: 403 };
  const why = `this is ${strange}, which nobody named`;
  return strange === undefined
    ? refused
    : { ...refused, body: JSON.stringify({ error: { code: 'Forbidden', message: why } }) };
}

/** The host that an answer says it is of, where that is another than was asked. */
function strangeHost({ body }: ProxiedAnswer, host: string): string | undefined {
  const [, said] =
    /"id":\s*"https?:\/\/([^/"]+)\/certificates/.exec(Buffer.from(body).toString('utf8')) ?? [];
  return said === undefined || said === host ? undefined : said;
}

/** The pages of a list name the vault where the next one is: the plugin stays behind the proxy. */
function withUrl(answer: ProxiedAnswer, origin: string, proxied: string): ProxiedAnswer {
  if (!answer.headers['content-type']?.includes('json')) return answer;
  const text = Buffer.from(answer.body).toString('utf8');
  return text.includes(origin) ? { ...answer, body: Buffer.from(text.replaceAll(origin, proxied)) } : answer;
}
