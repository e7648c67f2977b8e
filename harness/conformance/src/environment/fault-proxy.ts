import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Exchange } from '../kernel/case-result.js';
import type { Armed, FaultOrder, FaultPlace, FaultShape, Impossible, Move } from './fault.js';
import { FaultLine } from './fault-line.js';
import { flatHeaders, Upstream } from './forward-request.js';
import { exchangeOf } from './show-exchange.js';
import type { WireRequest } from './stage.js';
import { StaleAnswers } from './stale-answers.js';

/** A request as it came, its body read to the end. Header names are lower-case. */
export interface ProxiedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a request is. */
export interface Identified {
  /** The service's own name of the request (`ImportCertificate`), by which faults find it. */
  readonly name: string;
  /** The declared operations that cover it. */
  readonly operations: readonly string[];
  readonly write: boolean;
  /** The moves that it carries. */
  readonly moves: readonly Move[];
}

/** An answer in the words of the service. */
export interface FaultAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Shapes that are an answer of the service, which only the environment has the words for. */
export type AnsweredShape = Extract<
  FaultShape,
  '401' | '403' | '404' | '409' | '412' | '429' | '429-retry-after' | 'invalid' | '5xx' | 'echo'
>;

/** Where a request goes in the end. */
export interface Route {
  /** Scheme, host and port. */
  readonly upstream: string;
  /** All headers of the request, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent in place of the body that came. */
  readonly body?: Uint8Array;
}

export interface FaultProxyOptions {
  /** Where requests go, by http or https: `http://127.0.0.1:4566`. */
  readonly upstream: string;
  /** What a request is; undefined for one that no declared operation covers. */
  identify(request: ProxiedRequest): Identified | undefined;
  /** The service's names of the requests that a fault is for: those that carry a move, or need an operation. */
  namesOf(place: FaultPlace): readonly string[];
  /** How the service says it. @param said the body of the request, for `echo` */
  faultShapes(shape: AnsweredShape, name: string, said: string): FaultAnswer | Impossible;
  /** Whether a request and its answer only found out how to authenticate. */
  isHandshake?(request: ProxiedRequest, answer: ProxiedAnswer): boolean;
  /**
   * The answer to a request that must not leave: one that would touch what is somebody else's. It is given in place
   * of the service's own.
   */
  admit?(request: ProxiedRequest, what: Identified | undefined): Promise<FaultAnswer | undefined>;
  /** Where a request goes instead, and as what: a service of several hosts, or one that checks signatures. */
  route?(request: ProxiedRequest, what: Identified | undefined): Promise<Route>;
  /** Sees each answer of the service, also one that is kept from the plugin, and may give another form of it. */
  answered?(request: ProxiedRequest, what: Identified | undefined, answer: ProxiedAnswer): ProxiedAnswer;
  /** Milliseconds of `slow`. @default 150 */
  readonly slowMs?: number;
}

/** A proxy before any HTTP service: it sees every request, and makes each of them fail as it is told. */
export interface FaultProxy {
  readonly url: string;
  readonly requests: readonly WireRequest[];
  arm(order: FaultOrder): Armed | Impossible;
  heal(): void;
  waiting(): number;
  connections(): number;
  /** Waits until the service has answered what it was sent, and no longer than ten seconds. */
  idle(): Promise<void>;
  /** Forgets requests, faults and earlier answers, and lets go of what hangs. */
  reset(): void;
  close(): Promise<void>;
}

const LONGEST_IDLE_MS = 10_000;

/** Starts the proxy on 127.0.0.1 and a free port. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const upstream = new Upstream();
  const faults = new FaultLine();
  const stale = new StaleAnswers();
  const seen: WireRequest[] = [];
  const hanging = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  let startedAt = Date.now();

  const note = (asked: ProxiedRequest, what: Identified | undefined, answer: ProxiedAnswer | string) => {
    const exchange: Exchange = exchangeOf(asked, what, answer, Date.now() - startedAt);
    const handshake = typeof answer !== 'string' && options.isHandshake?.(asked, answer) === true;
    seen.push({
      operations: what?.operations ?? [],
      write: what?.write ?? false,
      moves: what?.moves ?? [],
      exchange,
      url: asked.path,
      ...(handshake ? { handshake: true as const } : {}),
    });
  };

  const hang = (response: ServerResponse) => {
    hanging.add(response);
    response.once('close', () => hanging.delete(response));
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(incoming);
    const what = options.identify(asked);
    const shape = what && faults.strike(what);
    const deliver = (answer: ProxiedAnswer) => {
      note(asked, what, answer);
      response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
      response.end(answer.body);
    };
    const forwarded = async () => {
      const refusal = await options.admit?.(asked, what);
      if (refusal) return answerOf(refusal);
      const route = await options.route?.(asked, what);
      const own = { upstream: options.upstream, headers: asked.headers };
      const sent = await upstream.send(asked, route ?? own);
      const answer = options.answered?.(asked, what, sent) ?? sent;
      if (what) stale.saw(asked, what, answer);
      return answer;
    };
    switch (shape) {
      case undefined:
        return deliver(await forwarded());
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, options.slowMs ?? 150));
        return deliver(await forwarded());
      case 'lost-request':
        note(asked, what, 'connection reset, no effect');
        incoming.socket.resetAndDestroy();
        return;
      case 'lost-answer':
        await forwarded();
        note(asked, what, 'connection reset, after the effect');
        incoming.socket.resetAndDestroy();
        return;
      case 'timeout-before-effect':
        note(asked, what, 'no answer, no effect');
        return hang(response);
      case 'timeout-after-effect':
        await forwarded();
        note(asked, what, 'no answer, after the effect');
        return hang(response);
      case 'truncated': {
        const { status, headers, body } = await forwarded();
        note(asked, what, 'an answer that broke off');
        response.writeHead(status, { ...headers, 'content-length': body.length + 1 });
        response.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
        return;
      }
      case 'stale-read': {
        const before = stale.before(asked);
        if (before) return deliver(before);
        return deliver(said('404', what, asked) ?? (await forwarded()));
      }
      default:
        return deliver(said(shape, what, asked) ?? (await forwarded()));
    }
  };

  const said = (shape: AnsweredShape, what: Identified | undefined, asked: ProxiedRequest) => {
    const answer = options.faultShapes(shape, what?.name ?? '', Buffer.from(asked.body).toString('utf8'));
    return 'impossible' in answer ? undefined : answerOf(answer);
  };

  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
    serve(incoming, response).catch(() => incoming.socket.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of that shape.
  const { port } = server.address() as AddressInfo;
  const letGo = () => {
    for (const response of hanging) response.destroy();
    hanging.clear();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    requests: seen,
    arm: (order) =>
      faults.arm(order, options.namesOf(order), (shape, name) => options.faultShapes(shape, name, '')),
    heal: () => {
      faults.clear();
      letGo();
    },
    waiting: () => hanging.size,
    connections: () => sockets.size,
    idle: () => upstream.idle(LONGEST_IDLE_MS),
    reset: () => {
      faults.clear();
      stale.clear();
      seen.length = 0;
      startedAt = Date.now();
      letGo();
    },
    close: async () => {
      letGo();
      await upstream.idle(LONGEST_IDLE_MS);
      upstream.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ProxiedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: flatHeaders(incoming),
    body: Buffer.concat(chunks),
  };
}

function answerOf({ status, headers = {}, body = '' }: FaultAnswer): ProxiedAnswer {
  return { status, headers, body: Buffer.from(body) };
}
