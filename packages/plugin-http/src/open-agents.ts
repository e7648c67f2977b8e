import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { HttpSettings } from '@certctl/plugin-api';
import { type AgentConnectOpts, Agent as AnyAgent } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';

/** One pool of connections for all clients of a plugin's instance. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  close(): void;
}

type Pool = { readonly keepAlive: boolean; readonly maxSockets: number };

/** Agents as the host's settings want them. They have no time-out: the signal of each call carries the deadline. */
export function openAgents(http: HttpSettings): Agents {
  const pool = { keepAlive: true, maxSockets: http.maxSockets };
  const plain = new HttpAgent(pool);
  const https = new AgentByUrl(http, pool);
  return {
    http: plain,
    // SDKs ask an agent for no more than what node:http asks; the type of https.Agent is narrower.
    https: https as unknown as HttpsAgent,
    close() {
      plain.destroy();
      https.destroy();
    },
  };
}

/** Chooses the way for each request: straight, or through the proxy that the host names for its URL. */
class AgentByUrl extends AnyAgent {
  readonly #http: HttpSettings;
  readonly #pool: Pool;
  readonly #direct: HttpsAgent;
  readonly #proxies = new Map<string, HttpsProxyAgent<string>>();
  /** `ca` replaces the trusted roots instead of adding to them, so they are named again. */
  readonly #trust: { readonly ca?: readonly string[] };

  constructor(http: HttpSettings, pool: Pool) {
    super();
    this.#http = http;
    this.#pool = pool;
    this.#trust = http.caBundle === undefined ? {} : { ca: [...rootCertificates, http.caBundle] };
    this.#direct = new HttpsAgent({ ...pool, ...this.#options() });
  }

  override async connect(_request: ClientRequest, options: AgentConnectOpts): Promise<HttpAgent> {
    const url = `https://${options.host}:${options.port}`;
    const proxy = this.#http.proxyFor?.(url);
    return proxy === undefined ? this.#direct : this.#through(proxy);
  }

  override destroy(): void {
    this.#direct.destroy();
    for (const agent of this.#proxies.values()) agent.destroy();
    super.destroy();
  }

  #through(proxy: string): HttpsProxyAgent<string> {
    const present = this.#proxies.get(proxy);
    if (present) return present;
    const agent = new HttpsProxyAgent(proxy, { ...this.#pool, ...this.#options() });
    // What the constructor is given is for the way to the proxy; these are for the way through it.
    Object.assign(agent.options, this.#trust);
    // Otherwise the proxy's refusal, which nobody has signed, would be read as the answer of the service.
    agent.on('proxyConnect', ({ statusCode }: { statusCode: number }, request: ClientRequest) => {
      if (statusCode !== 200) request.destroy(refusedByProxy(statusCode));
    });
    this.#proxies.set(proxy, agent);
    return agent;
  }

  #options(): { readonly ca?: string[] } {
    return this.#trust.ca ? { ca: [...this.#trust.ca] } : {};
  }
}

function refusedByProxy(status: number): Error {
  const error = new Error(`The proxy answered CONNECT with ${status}.`);
  return Object.assign(error, { code: 'PROXY_REFUSED' });
}
