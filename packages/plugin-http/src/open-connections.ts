import { rootCertificates } from 'node:tls';
import type { Clock, HttpSettings } from '@certctl/plugin-api';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { Exchange, type HttpAnswer } from './exchange.js';

export type { HttpAnswer } from './exchange.js';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Ends the request. When it carries a deadline (`withDeadline`), nothing is sent after that. */
  readonly signal?: AbortSignal | undefined;
}

/** One pool of connections for all clients of a plugin's instance. */
export interface Connections {
  /**
   * Sends one request, once: what becomes of a connection while the request is under way is an error, never
   * a second request. There is no time-out but the signal's. Redirects are not followed.
   * @throws an Error with the code of Node, or `PROXY_REFUSED`, `ANSWER_TOO_LARGE`; the signal's reason
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Lets go of all connections. What is under way ends with an error. */
  close(): void;
}

/** More than a service answers; a page of a thousand certificates has some hundred KiB, a chain 2 MiB at most. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Connections as the host's settings want them: proxies by URL, authorities beside the system's. */
export function openConnections(http: HttpSettings, clock: Pick<Clock, 'now'>): Connections {
  return new Pool(http, clock);
}

class Pool implements Connections {
  readonly #http: HttpSettings;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #options: Agent.Options;
  readonly #tls: { readonly timeout: number; readonly ca?: string[] };
  readonly #direct: Agent;
  readonly #proxies = new Map<string, ProxyAgent>();

  constructor(http: HttpSettings, clock: Pick<Clock, 'now'>) {
    this.#http = http;
    this.#clock = clock;
    this.#tls = {
      timeout: http.connectTimeoutMs,
      // `ca` replaces the trusted roots instead of adding to them, so they are named again.
      ...(http.caBundle === undefined ? {} : { ca: [...rootCertificates, http.caBundle] }),
    };
    this.#options = {
      connections: http.maxSockets,
      // One request at a time on a connection: of two, the second would end with the first.
      pipelining: 1,
      // The signal of each call carries the deadline.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: MOST_ANSWER_BYTES,
    };
    this.#direct = new Agent({ ...this.#options, connect: this.#tls });
  }

  send({ method, url, headers, body, signal }: HttpRequest): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange({ resolve, reject, signal, clock: this.#clock, http: this.#http });
      if (exchange.ended) return;
      const request: Dispatcher.DispatchOptions = {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        // Undici knows the methods as literals, and checks what it is given.
        method: method as Dispatcher.HttpMethod,
        headers: { ...headers },
        body: body === undefined || body === '' ? null : body,
      };
      this.#wayTo(url).dispatch(request, exchange);
    });
  }

  close(): void {
    for (const way of [this.#direct, ...this.#proxies.values()]) void way.destroy();
  }

  /** Straight, or through the proxy that the host names. Plain http goes to this machine only, and straight. */
  #wayTo(url: URL): Dispatcher {
    const proxy = url.protocol === 'https:' ? this.#http.proxyFor?.(url.origin) : undefined;
    if (proxy === undefined) return this.#direct;
    const present = this.#proxies.get(proxy);
    if (present) return present;
    const agent = new ProxyAgent({
      ...this.#options,
      uri: proxy,
      requestTls: this.#tls,
      proxyTls: this.#tls,
    });
    this.#proxies.set(proxy, agent);
    return agent;
  }
}
