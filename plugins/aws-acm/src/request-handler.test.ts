import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net';
import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { AwsRequestHandler } from '@certctl/plugin-http/aws';
import { afterEach, describe, expect, it } from 'vitest';
import { classify } from './classify.js';

const HTTP = { connectTimeoutMs: 2_000, maxSockets: 4, allowEndpoints: true };
const open: Server[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address with a port.
  return (server.address() as AddressInfo).port;
}

async function describeAt(endpoint: string, http: object = {}) {
  const client = new ACMClient({
    region: 'us-east-1',
    endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret-for-tests' },
    requestHandler: new AwsRequestHandler({ ...HTTP, ...http }, { now: Date.now }),
  });
  try {
    return await client.send(new DescribeCertificateCommand({ CertificateArn: 'arn' }));
  } finally {
    client.destroy();
  }
}

async function privateEndpoint() {
  const authority = await issueAuthority();
  const { certificatePem, privateKeyPem } = await issueLeaf(authority, { names: ['localhost', '127.0.0.1'] });
  const answer = createHttpsServer({ cert: certificatePem, key: privateKeyPem }, (_, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end('{"Certificate":{"Status":"ISSUED"}}');
  });
  return { port: await listen(answer), caBundle: authority.certificatePem };
}

describe('a private endpoint', () => {
  it('is reached with its authority in the bundle, and refused without it', async () => {
    const { port, caBundle } = await privateEndpoint();
    const answer = await describeAt(`https://127.0.0.1:${port}`, { caBundle });
    expect(answer.Certificate?.Status).toBe('ISSUED');
    const failure = await describeAt(`https://127.0.0.1:${port}`).catch(classify);
    expect(failure).toMatchObject({ class: 'broken', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('is reached through the proxy, which sees the host and no more', async () => {
    const { port, caBundle } = await privateEndpoint();
    const asked: (string | undefined)[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url);
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('close', () => socket.destroy());
    });
    const proxyUrl = `http://127.0.0.1:${await listen(proxy)}`;
    const answer = await describeAt(`https://localhost:${port}`, { caBundle, proxyFor: () => proxyUrl });
    expect(answer.Certificate?.Status).toBe('ISSUED');
    expect(asked).toEqual([`localhost:${port}`]);
  });
});

describe('a proxy that refuses', () => {
  it('is not taken for AWS', async () => {
    const proxy = createTcpServer((socket) => {
      const body = '{"__type":"ResourceNotFoundException"}';
      socket.on('error', () => {}).resume();
      socket.end(`HTTP/1.1 400 Bad Request\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
    const proxyUrl = `http://127.0.0.1:${await listen(proxy)}`;
    const failure = await describeAt('https://acm.invalid', { proxyFor: () => proxyUrl }).catch(classify);
    expect(failure).toMatchObject({
      class: 'broken',
      code: 'PROXY_REFUSED',
      message: 'The proxy answered CONNECT with 400.',
    });
  });
});

describe('what the SDK makes of a wire that goes wrong', () => {
  async function failureOf(answer: string, thenReset = false) {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        if (answer !== '') socket.write(answer);
        if (thenReset) socket.resetAndDestroy();
        else socket.end();
      });
    });
    const port = await listen(server);
    return describeAt(`http://127.0.0.1:${port}`).then(() => 'no error', classify);
  }
  const http = (status: string, body: string, header = '') =>
    `HTTP/1.1 ${status}\r\ncontent-length: ${body.length}\r\n${header}connection: close\r\n\r\n${body}`;

  it.each([
    ['a reset', '', true],
    ['an end before the answer', '', false],
    ["a proxy's page with 200", http('200 OK', '<html>sign in</html>'), false],
    ["a proxy's page with 403", http('403 Forbidden', '<html>no</html>'), false],
    ['a gateway that gave up', http('502 Bad Gateway', '<html>no</html>'), false],
    ['a body cut off', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"Certificate":{"Sta', true],
    ['an internal failure', http('500 Error', '{"__type":"InternalFailure"}'), false],
  ])('is broken after %s', async (_, answer, thenReset) => {
    expect(await failureOf(answer, thenReset)).toMatchObject({ class: 'broken' });
  });

  it('is told without advice on debugging the SDK', async () => {
    expect(await failureOf(http('200 OK', '<html>'))).toMatchObject({
      message: expect.stringMatching(/^Unexpected token.*is not valid JSON$/),
    });
  });

  it('is throttled by the name that HTTP 400 carries, with the id of the request', async () => {
    const body = '{"__type":"ThrottlingException","message":"Rate exceeded"}';
    expect(
      await failureOf(http('400 Bad Request', body, 'x-amzn-requestid: 7c1e\r\nretry-after: 2\r\n')),
    ).toEqual({
      class: 'throttled',
      code: 'ThrottlingException',
      message: 'Rate exceeded',
      status: 400,
      requestId: '7c1e',
      retryAfterMs: 2_000,
    });
  });

  it('is a missing permission by its name, with the whole message', async () => {
    const message = 'User: arn:aws:iam::1:user/x is not authorized to perform: acm:DescribeCertificate';
    const body = JSON.stringify({ __type: 'AccessDeniedException', Message: message });
    expect(await failureOf(http('400 Bad Request', body))).toMatchObject({
      class: 'refused',
      permission: true,
      message,
    });
  });
});
