import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the double has to answer. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  /** What the body says, `{}` for none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body?: object;
}

/** The double says no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface JsonService {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A service that speaks JSON over HTTP, on 127.0.0.1 and a free port. As strict as a real one: who has not the
 * token, or does not say that it sends JSON, is told so before anything is looked at.
 */
export async function startJsonService(
  token: string,
  answer: (request: ServiceRequest) => ServiceAnswer,
): Promise<JsonService> {
  const server = createServer(async (incoming, response) => {
    const { status, body } = await answered(incoming, token, answer);
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'of-the-double' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of that shape.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answered(
  incoming: IncomingMessage,
  token: string,
  answer: (request: ServiceRequest) => ServiceAnswer,
): Promise<ServiceAnswer> {
  try {
    const text = await textOf(incoming);
    if (incoming.headers.authorization !== `Bearer ${token}`)
      throw new Refusal(401, 'Unauthenticated', 'the token is not known');
    const { method = 'GET', url = '/' } = incoming;
    return answer({ method, path: url, body: bodyOf(incoming, text) });
  } catch (error) {
    if (error instanceof Refusal)
      return { status: error.status, body: { error: { code: error.code, message: error.message } } };
    return { status: 500, body: { error: { code: 'InternalError', message: String(error) } } };
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function bodyOf(incoming: IncomingMessage, text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  if (incoming.headers['content-type'] !== 'application/json')
    throw new Refusal(415, 'InvalidRequest', 'the body must be JSON');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'InvalidRequest', 'the body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal(400, 'InvalidRequest', 'the body must be an object');
  return Object.fromEntries(Object.entries(body));
}
