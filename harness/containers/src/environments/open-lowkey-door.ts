import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { HiddenAnswers } from './hidden-answers.js';

/** What it knows: a newer version of the API is asked for in this one, which has the same answers. */
const API_VERSION = '7.6';

const ANSWER_MS = 60_000;

export interface Door {
  readonly url: string;
  close(): Promise<void>;
}

interface Passed {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * A door to lowkey-vault for those who have no way to be told of a certificate that nobody has signed: plain http on
 * this machine, and behind it TLS, without which the container answers nothing. What it wants and says otherwise than
 * the service is brought into the form of each on the way.
 *
 * @param behind where the container is published
 */
export async function openLowkeyDoor(behind: string): Promise<Door> {
  const { hostname, port } = new URL(behind);
  // Nobody has signed what it shows, and all that goes there was made for the run.
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  const hidden = new HiddenAnswers();
  const pass = async (incoming: IncomingMessage): Promise<Passed> => {
    const path = asKnown(incoming.url ?? '/');
    const body = asRead(await buffer(incoming));
    // With the host that was asked, which it puts into each of its identifiers.
    const { connection: _, 'transfer-encoding': __, ...kept } = incoming.headers;
    const headers = { ...kept, 'content-length': String(body.length) };
    const { method = 'GET' } = incoming;
    const came = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request({ hostname, port, method, path, headers, agent, timeout: ANSWER_MS }, resolve);
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    const answer = { status: came.statusCode ?? 502, headers: came.headers, body: await text(came) };
    // So that it is told from a failure: its vaults are protected from purging.
    if (answer.body.includes('cannot be purged')) return { ...answer, status: 403 };
    return hidden.reveal({ method, path: path.replace(/\?.*/, '') }, answer);
  };
  const server = createServer((incoming, response) => {
    const host = incoming.headers.host ?? '';
    pass(incoming).then(
      ({ status, headers, body }) => {
        const { connection: _, 'transfer-encoding': __, 'content-length': ___, ...kept } = headers;
        // The next page of a list is asked for where the answer says that it is.
        response.writeHead(status, kept).end(body.replaceAll(`https://${host}/`, `http://${host}/`));
      },
      () => incoming.socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of that shape.
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

/** Path and query, in a version of the API that is known there. */
function asKnown(asked: string): string {
  const { pathname, searchParams } = new URL(asked, 'http://any');
  if (searchParams.has('api-version')) searchParams.set('api-version', API_VERSION);
  return `${pathname}${searchParams.size > 0 ? `?${searchParams}` : ''}`;
}

/**
 * What is imported as PEM, in the form in which it is read there: in base64, where the service takes the text that its
 * clients send, and without a chain, of which the last certificate would be taken for the leaf.
 */
function asRead(body: Buffer): Buffer {
  if (!body.includes('-----BEGIN')) return body;
  const sent: unknown = JSON.parse(body.toString('utf8'));
  if (typeof sent !== 'object' || sent === null || !('value' in sent)) return body;
  const [key, leaf] = String(sent.value).match(/-----BEGIN [\s\S]+?-----END [A-Z ]+-----\n/g) ?? [];
  return Buffer.from(JSON.stringify({ ...sent, value: Buffer.from(`${key}${leaf}`).toString('base64') }));
}
