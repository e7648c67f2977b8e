import type { Quota } from '@certctl/plugin-api';
import type { Identified, ProxiedRequest } from '../../environment/fault-proxy.js';
import { startHttpStage } from '../../environment/http-stage.js';
import type { ObservedPlace, Stage } from '../../environment/stage.js';
import { isLoopback } from '../endpoint/admit-account.js';
import { carriesMark } from '../endpoint/carries-mark.js';
import { Pace } from '../endpoint/pace.js';
import { acmFaultShapes } from '../fake-acm/acm-faults.js';
import { ACM_REQUESTS, acmRequestName } from '../fake-acm/acm-requests.js';
import { awsCommandSends } from '../fake-acm/aws-command-sends.js';
import type { AcmEndpoint } from './acm-endpoint.js';
import { AcmObserver } from './acm-observer.js';
import { AwsHosts } from './aws-hosts.js';

/** ACM at some endpoint, looked at past every plugin. */
export interface OpenedAcm {
  readonly observer: AcmObserver;
  readonly hosts: AwsHosts;
  readonly url: string;
  readonly region: string;
}

/** Opens the look; sends nothing. @throws ConformanceError without the SDK */
export async function openAcm(endpoint: AcmEndpoint): Promise<OpenedAcm> {
  const { region = 'us-east-1' } = endpoint;
  const observer = await AcmObserver.open(endpoint);
  const url = endpoint.url ?? observer.endpoint(region);
  const hosts = new AwsHosts({
    ...{ region, acm: url, isOne: endpoint.url !== undefined },
    keys: () => observer.keys(),
  });
  return { observer, hosts, url, region };
}

/** What the run may not touch, and what it has made. */
class Ownership {
  readonly #foreign: Set<string>;
  readonly #own = new Set<string>();

  constructor(
    private readonly observer: AcmObserver,
    private readonly runId: string,
    before: readonly string[],
  ) {
    this.#foreign = new Set(before);
  }

  get isAlone(): boolean {
    return this.#foreign.size === 0;
  }

  made(arn: string): void {
    this.#own.add(arn);
  }

  /** Whether it exists and was not made by the run: neither what was there before, nor what came from elsewhere. */
  async isSomebodyElses(arn: string): Promise<boolean> {
    if (this.#own.has(arn)) return false;
    if (this.#foreign.has(arn)) return true;
    const held = await this.observer.read(arn);
    return held !== undefined && !carriesMark(held.leaf, this.runId);
  }

  /** Everything that the run has made and that is there now, oldest first. */
  async places(): Promise<readonly ObservedPlace[]> {
    const listed = (await this.observer.list()).map(({ arn }) => arn);
    const candidates = [...new Set([...listed, ...this.#own])].filter((arn) => !this.#foreign.has(arn));
    const places: ObservedPlace[] = [];
    for (const arn of candidates) {
      const held = await this.observer.read(arn);
      if (held === undefined) this.#own.delete(arn);
      else if (carriesMark(held.leaf, this.runId))
        places.push({ reference: arn, state: 'held', revisions: [held] });
    }
    return places;
  }
}

/**
 * A stage on any endpoint that speaks ACM. It removes what carries the run's id, and lets no write through that names
 * something else.
 *
 * @param quotas rates that requests are kept to, where the endpoint is not on this machine
 */
export async function startAcmStage(
  endpoint: AcmEndpoint,
  runId: string,
  quotas: readonly Quota[] = [],
): Promise<Stage> {
  const opened = await openAcm(endpoint);
  const { observer, hosts, url, region } = opened;
  const account = await hosts.account();
  const ownership = new Ownership(
    observer,
    runId,
    (await observer.list()).map(({ arn }) => arn),
  );
  const pace = new Pace(isLoopback(url) ? [] : quotas);
  const patience = endpoint.patience ?? (isLoopback(url) ? 1 : 10);
  return startHttpStage({
    upstream: url,
    requests: ACM_REQUESTS,
    name: acmRequestName,
    faultShapes: acmFaultShapes,
    admit: async (asked, what) =>
      (await mayLeave(asked, what, ownership)) ? undefined : acmFaultShapes403(what),
    route: async (asked, what) => {
      await pace.turn(what?.operations[0] ?? '');
      return hosts.route(asked, what?.name);
    },
    answered: (_asked, what, answer) => {
      const arn = what?.name === 'ImportCertificate' ? memberOf(answer.body, 'CertificateArn') : undefined;
      if (arn !== undefined) ownership.made(arn);
      return answer;
    },
    stage: (proxied) => stageOf({ ...opened, proxied, account, region, ownership, runId, patience }),
  });
}

interface Parts extends OpenedAcm {
  readonly proxied: string;
  readonly account: string;
  readonly ownership: Ownership;
  readonly runId: string;
  readonly patience: number;
}

function stageOf(parts: Parts): ReturnType<Parameters<typeof startHttpStage>[0]['stage']> {
  const { proxied, account, region, ownership, observer, runId, patience, url } = parts;
  const connection = {
    region,
    endpoints: { acm: proxied, sts: proxied, tagging: proxied, cloudtrail: proxied },
  };
  const clear = async () => {
    for (const { reference } of await ownership.places()) await observer.remove(reference);
  };
  const partition = url.endsWith('.com.cn') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return {
    host: {
      http: { connectTimeoutMs: 1_000 * patience, maxSockets: 16, allowEndpoints: true },
      credentials: { get: () => () => observer.keys() },
    },
    mark: runId,
    patience,
    target: () => connection,
    commandSends: awsCommandSends,
    pinned: (config, reference) => ({ ...config, certificate_arn: reference }),
    nowhere: () =>
      `arn:${partition}:acm:${region}:${account}:certificate/00000000-0000-4000-8000-000000000000`,
    // A discovery lists what others have there, too, and a case counts what is listed.
    ...(ownership.isAlone ? { discovery: () => connection } : {}),
    observe: () => ownership.places(),
    seed: async ({ tags = {}, ...pems }) => {
      const arn = await observer.put(pems, tags);
      ownership.made(arn);
      return arn;
    },
    overwrite: async (reference, pems, tags = {}) => {
      await observer.put(pems, tags, reference);
    },
    retag: (reference, tags) => observer.retag(reference, tags),
    vanish: (reference) => observer.remove(reference),
    reset: clear,
    close: async () => {
      try {
        await clear();
      } finally {
        observer.close();
      }
    },
  };
}

/** Reads may; a write only where it names what the run has made, or nothing that is there. */
async function mayLeave(
  asked: ProxiedRequest,
  what: Identified | undefined,
  ownership: Ownership,
): Promise<boolean> {
  // What nobody knows may be a write.
  if (what === undefined) return false;
  if (!what.write) return true;
  const arn = memberOf(asked.body, 'CertificateArn');
  if (arn === undefined) return what.name === 'ImportCertificate';
  return !(await ownership.isSomebodyElses(arn));
}

function acmFaultShapes403(what: Identified | undefined) {
  const refusal = acmFaultShapes('403', what?.name ?? '', '');
  // ACM can refuse every request for a missing permission.
  return 'impossible' in refusal ? { status: 403 } : refusal;
}

function memberOf(body: Uint8Array, name: string): string | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  } catch {
    // A form of the query protocol, which names no certificate.
    return undefined;
  }
}
