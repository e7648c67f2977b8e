import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeCertificateCommand, ImportCertificateCommand } from '@aws-sdk/client-acm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClients } from './aws-clients.js';
import { services } from './call-double.fixture.js';
import { classify } from './classify.js';

const KEYS = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret-for-tests', sessionToken: 'session' };

interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly path: string | undefined;
  readonly body: string;
}

let server: Server;
let seen: Seen[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  answer = (response) => response.end('{"Certificate":{"Status":"ISSUED","ImportedAt":1700000000}}');
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      seen.push({ headers: request.headers, path: request.url, body });
      response.setHeader('x-amzn-requestid', `request-${seen.length}`);
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function open(path = '', keys: () => object = () => KEYS) {
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  const acm = `http://127.0.0.1:${port}${path}`;
  return openClients(
    { region: 'eu-west-1', endpoints: { acm } },
    { ...services, credentials: { get: () => async () => keys() } },
  );
}

const options = () => ({ abortSignal: new AbortController().signal });
const describeIt = () => new DescribeCertificateCommand({ CertificateArn: 'arn' });

/** What is not the same in two requests of the same content. */
function without({ headers, ...rest }: Seen): object {
  const { 'x-amz-date': _, authorization = '', ...same } = headers;
  return { ...rest, same, signed: authorization.replace(/Signature=.*/, '') };
}

describe('the requests of a client', () => {
  it('are the same at the wire, whether the SDK goes all of its way or not', async () => {
    const clients = await open('/below');
    for (const _ of [1, 2, 3]) {
      const { Certificate } = await clients.acm.send(describeIt(), options());
      expect(Certificate).toEqual({ Status: 'ISSUED', ImportedAt: new Date(1_700_000_000_000) });
    }
    const [first, ...others] = seen.map(without);
    for (const other of others) expect(other).toEqual(first);
    expect(seen[0]).toMatchObject({
      path: '/below/',
      headers: {
        'x-amz-target': 'CertificateManager.DescribeCertificate',
        'x-amz-security-token': 'session',
        'user-agent': expect.stringContaining('certctl/'),
      },
    });
    clients.close();
  });

  it('hold what their own command holds, and nothing of the first', async () => {
    const clients = await open();
    const bytes = (text: string) => new TextEncoder().encode(text);
    for (const text of ['one', 'two']) {
      const command = new ImportCertificateCommand({ Certificate: bytes(text), PrivateKey: bytes(text) });
      await clients.acm.send(command, options());
    }
    const sent = seen.map(({ body, headers }) => [JSON.parse(body), Number(headers['content-length'])]);
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    expect(sent).toEqual(
      ['one', 'two'].map((text) => {
        const body = { Certificate: base64(text), PrivateKey: base64(text) };
        return [body, JSON.stringify(body).length];
      }),
    );
    clients.close();
  });

  it('end in the same errors, with what a person needs to ask the service', async () => {
    const clients = await open();
    await clients.acm.send(describeIt(), options());
    const failure = async () => classify(await clients.acm.send(describeIt(), options()).catch((e) => e));
    answer = (response) => {
      response.writeHead(400, { 'retry-after': '3' });
      response.end('{"__type":"ThrottlingException","message":"Rate exceeded"}');
    };
    expect(await failure()).toEqual({
      class: 'throttled',
      code: 'ThrottlingException',
      message: 'Rate exceeded',
      status: 400,
      requestId: 'request-2',
      retryAfterMs: 3_000,
    });
    answer = (response) => response.end('<html>');
    expect(await failure()).toMatchObject({ class: 'broken', code: 'SyntaxError', requestId: 'request-3' });
    answer = (response) => response.destroy();
    expect(await failure()).toMatchObject({ class: 'broken', code: 'ECONNRESET' });
    clients.close();
  });

  it('are signed with the credentials of their moment, and by the clock of the service', async () => {
    let current = { accessKeyId: 'AKIAFIRST', secretAccessKey: 'x', expiration: new Date(0) };
    const clients = await open('', () => current);
    answer = (response) => {
      response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString());
      response.end('{}');
    };
    for (const accessKeyId of ['AKIAFIRST', 'AKIASECOND', 'AKIATHIRD']) {
      current = { ...current, accessKeyId };
      await clients.acm.send(describeIt(), options());
    }
    const signers = seen.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1]);
    expect(signers).toEqual(['AKIAFIRST', 'AKIASECOND', 'AKIATHIRD']);
    const hours = seen.map(({ headers }) => String(headers['x-amz-date']).slice(9, 11));
    expect(hours[1]).not.toBe(hours[0]);
    expect(hours[2]).toBe(hours[1]);
    clients.close();
  });

  it('end when their signal does', async () => {
    const clients = await open();
    await clients.acm.send(describeIt(), options());
    const controller = new AbortController();
    answer = () => controller.abort(new Error('enough'));
    const sent = clients.acm.send(describeIt(), { abortSignal: controller.signal });
    await expect(sent).rejects.toThrow('enough');
    clients.close();
  });
});
