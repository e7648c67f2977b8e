import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { HttpSettings } from '@certctl/plugin-api';
import { openAzureHttpClient } from '@certctl/plugin-http/azure';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { classify } from './classify.js';

const HTTP = { connectTimeoutMs: 300, maxSockets: 4, allowEndpoints: true };
const open: Server[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address with a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(url: string, settings: Partial<HttpSettings> = {}) {
  const http = openAzureHttpClient({ ...HTTP, ...settings }, { now: Date.now });
  try {
    return await http.client.sendRequest(createPipelineRequest({ url, headers: createHttpHeaders() }));
  } finally {
    http.close();
  }
}

describe('the HTTP client', () => {
  it('speaks plain http to this machine and to nobody else', async () => {
    const server = createHttpServer((_, response) => response.end('{}'));
    expect((await ask(await listen(server))).status).toBe(200);
    await expect(ask('http://vault.example')).rejects.toThrow('without TLS');
  });

  it('goes by the settings of the host, and not by the environment', async () => {
    const asked: unknown[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url);
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    });
    const url = await listen(proxy);
    const failure = await ask('https://vault.invalid', { proxyFor: () => url }).catch(classify);
    expect(failure).toMatchObject({ class: 'broken', code: 'PROXY_REFUSED' });
    expect(asked).toEqual(['vault.invalid:443']);
    vi.stubEnv('HTTPS_PROXY', url);
    expect(await ask('https://vault.invalid').catch(classify)).toMatchObject({ code: 'ENOTFOUND' });
    expect(asked).toHaveLength(1);
  });

  it('waits for an answer, which may take longer than connecting', async () => {
    const slow = createHttpServer((_, response) => setTimeout(() => response.end('{}'), 500));
    expect((await ask(await listen(slow))).status).toBe(200);
  });
});
