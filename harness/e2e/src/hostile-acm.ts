import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server says of an import, made of the body that it was sent. */
export type Echo = (body: string) => { readonly status: number; readonly body: string } | undefined;

export interface HostileAcm {
  readonly url: string;
  /** What imports are answered with; undefined passes them on. */
  echo: Echo | undefined;
  /** What is passed on in the place of an import's body. */
  alter: ((body: string) => string) | undefined;
  /** So many imports more are passed on, and their answers lost. */
  dropAnswers: number;
  /** How often something was echoed. */
  readonly echoed: number;
  close(): Promise<void>;
}

/** Stands before an emulator and passes everything on, but for imports that it is told to echo or to alter. */
export async function startHostileAcm(behind: string): Promise<HostileAcm> {
  let echoed = 0;
  const server = createServer(async (request, response) => {
    const sent = await bodyOf(request);
    const isImport = request.headers['x-amz-target'] === 'CertificateManager.ImportCertificate';
    const answer = isImport ? hostile.echo?.(sent) : undefined;
    const body = isImport ? (hostile.alter?.(sent) ?? sent) : sent;
    if (answer) {
      echoed += 1;
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' }).end(answer.body);
      return;
    }
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const passed = await fetch(behind + request.url, {
      method: request.method ?? 'POST',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      body,
    });
    if (isImport && hostile.dropAnswers > 0) {
      hostile.dropAnswers -= 1;
      await passed.arrayBuffer();
      request.socket.destroy();
      return;
    }
    const type = passed.headers.get('content-type') ?? 'text/plain';
    response.writeHead(passed.status, { 'content-type': type }).end(await passed.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an AddressInfo, never the name of a pipe.
  const { port } = server.address() as AddressInfo;
  const hostile: HostileAcm = {
    url: `http://127.0.0.1:${port}`,
    echo: undefined,
    alter: undefined,
    dropAnswers: 0,
    get echoed() {
      return echoed;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return hostile;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
