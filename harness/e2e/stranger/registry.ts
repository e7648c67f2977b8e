import { createReadStream } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Archive, fileNameOf, packumentOf } from './archive.js';

export interface Registry {
  /** With a slash at its end, as npm writes it. */
  readonly url: string;
  /** How often each of the archives was fetched, by package. */
  readonly fetched: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const ARCHIVES = '/-/certctl/';

/**
 * A registry on the loopback interface that has the packed packages, and sends whoever asks for another one to the
 * registry that this machine uses. So the commands of the documents, which name packages, run as they are printed,
 * before anything was published.
 *
 * A full registry server was left alone: it would bring some three hundred packages to answer two kinds of request.
 */
export async function startRegistry(archives: readonly Archive[], upstream: string): Promise<Registry> {
  const byName = new Map(archives.map((archive) => [archive.manifest.name, archive]));
  const byFile = new Map(archives.map((archive) => [fileNameOf(archive), archive]));
  const fetched = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://registry').pathname);
    const asked = byName.get(path.slice(1));
    if (request.method !== 'GET') end(response, 405);
    else if (path.startsWith(ARCHIVES)) send(byFile.get(path.slice(ARCHIVES.length)), response);
    else if (asked) end(response, 200, packumentOf(asked, `${url}${ARCHIVES.slice(1)}${fileNameOf(asked)}`));
    else response.writeHead(302, { location: new URL(`.${request.url}`, upstream).href }).end();
  });
  const send = (archive: Archive | undefined, response: ServerResponse) => {
    if (!archive) {
      end(response, 404);
      return;
    }
    const { name } = archive.manifest;
    fetched.set(name, (fetched.get(name) ?? 0) + 1);
    createReadStream(archive.path).pipe(
      response.writeHead(200, { 'content-type': 'application/octet-stream' }),
    );
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A server that listens on a port has an address of this shape.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    fetched,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function end(response: ServerResponse, status: number, body: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
