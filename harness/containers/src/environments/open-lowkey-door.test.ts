import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Authority, issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Door, openLowkeyDoor } from './open-lowkey-door.js';

interface Heard {
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly body: string;
}

let authority: Authority;
let server: Server;
let door: Door;
const heard: Heard[] = [];
let answer = { status: 200, body: '{}' };

beforeEach(async () => {
  authority = await issueAuthority();
  heard.length = 0;
  server = createServer(
    { cert: authority.certificatePem, key: authority.privateKeyPem },
    async (asked, response) => {
      heard.push({ url: asked.url, host: asked.headers.host, body: await text(asked) });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  door = await openLowkeyDoor(`http://127.0.0.1:${port}`);
});
afterEach(async () => {
  await door.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it('leads to a server that speaks TLS only, by the name of the door and in a version that it knows', async () => {
  const { host } = new URL(door.url);
  answer = { status: 200, body: JSON.stringify({ nextLink: `https://${host}/certificates?$skiptoken=25` }) };
  const asked = await fetch(`${door.url}/certificates?api-version=2025-07-01&maxresults=25`);
  expect(heard).toEqual([{ url: '/certificates?api-version=7.6&maxresults=25', host, body: '' }]);
  // Where the next page is asked for is behind the door, too.
  expect(await asked.json()).toEqual({ nextLink: `${door.url}/certificates?$skiptoken=25` });
});

it('hands PEM over in base64, the key and the leaf of it', async () => {
  answer = { status: 200, body: '{}' };
  const { privateKeyPem, certificatePem, chainPem } = await issueLeaf(
    await issueAuthority({ name: 'issuing', parent: authority }),
    { names: ['example.com'] },
  );
  expect(chainPem).not.toBe('');
  const body = JSON.stringify({
    value: `${privateKeyPem}\n${certificatePem}\n${chainPem}`,
    tags: { a: 'b' },
  });
  await fetch(`${door.url}/certificates/web/import?api-version=7.4`, { method: 'POST', body });
  const passed = JSON.parse(heard[0]?.body ?? '');
  expect(passed.tags).toEqual({ a: 'b' });
  expect(Buffer.from(passed.value, 'base64').toString()).toBe(privateKeyPem + certificatePem);
});

it('tells a vault that does not purge from one that fails', async () => {
  answer = { status: 500, body: '{"error":{"message":"The selected elements cannot be purged."}}' };
  const refused = await fetch(`${door.url}/deletedcertificates/web`, { method: 'DELETE' });
  expect(refused.status).toBe(403);
});
