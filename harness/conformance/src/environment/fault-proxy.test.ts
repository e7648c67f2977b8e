import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultOrder } from './fault.js';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';

let upstream: Server;
let proxy: FaultProxy;
let value: string;
let writes: number;

beforeEach(async () => {
  value = 'first';
  writes = 0;
  upstream = createServer((request, response) => {
    if (request.method === 'PUT') {
      writes += 1;
      value = `version ${writes}`;
    }
    response.writeHead(200, { 'content-type': 'text/plain' }).end(value);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of that shape.
  const { port } = upstream.address() as AddressInfo;
  const names = { GET: 'Read', PUT: 'Write' } as const;
  proxy = await startFaultProxy({
    upstream: `http://127.0.0.1:${port}`,
    identify: ({ method, path }) => {
      if (path !== '/thing' || (method !== 'GET' && method !== 'PUT')) return undefined;
      const write = method === 'PUT';
      return {
        name: names[method],
        operations: [`thing:${names[method]}`],
        write,
        moves: [write ? 'import' : 'read'],
      };
    },
    namesOf: (place) => {
      if ('operation' in place) return [place.operation.slice('thing:'.length)];
      return place.move === 'import' ? ['Write'] : place.move === 'read' ? ['Read'] : [];
    },
    faultShapes: (shape, _name, said) =>
      shape === '412'
        ? { impossible: 'it takes no condition' }
        : { status: shape === '403' ? 403 : 500, body: `no: ${said}` },
    slowMs: 80,
  });
});
afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => upstream.close(resolve));
});

const read = () =>
  fetch(`${proxy.url}/thing`).then(async (answer) => `${answer.status} ${await answer.text()}`);
const write = (body = 'secret') =>
  fetch(`${proxy.url}/thing`, { method: 'PUT', body }).then(({ status }) => status);
const arm = (order: FaultOrder) => {
  const armed = proxy.arm(order);
  if ('impossible' in armed) throw new Error(armed.impossible);
  return armed;
};

describe('the fault proxy', () => {
  it('hands requests on, and tells what each was without its body', async () => {
    expect(await read()).toBe('200 first');
    expect(await write('top-secret')).toBe(200);
    expect(proxy.requests).toMatchObject([
      { operations: ['thing:Read'], write: false, moves: ['read'] },
      {
        operations: ['thing:Write'],
        write: true,
        moves: ['import'],
        exchange: { request: 'PUT /thing 10 bytes', answer: '200' },
      },
    ]);
    expect(JSON.stringify(proxy.requests)).not.toContain('top-secret');
  });

  it('knows a request that nobody declared', async () => {
    await fetch(`${proxy.url}/other`);
    expect(proxy.requests).toMatchObject([{ operations: [], exchange: { operation: 'not declared' } }]);
  });

  it('answers in the words of the service, as often as it is told, and after what it lets pass', async () => {
    const armed = arm({ move: 'read', shape: '403', after: 1, times: 2 });
    const answers = [await read(), await read(), await read(), await read()];
    expect(answers.map((answer) => answer.slice(0, 3))).toEqual(['200', '403', '403', '200']);
    expect(armed.used()).toBe(2);
  });

  it('strikes every request of an operation until it is healed', async () => {
    arm({ operation: 'thing:Read', shape: '5xx', times: 'for-good' });
    expect([await read(), await read()].every((answer) => answer.startsWith('500'))).toBe(true);
    proxy.heal();
    expect(await read()).toBe('200 first');
  });

  it('loses a request before its effect, and an answer after it', async () => {
    arm({ move: 'import', shape: 'lost-request' });
    await expect(write()).rejects.toThrow();
    expect(writes).toBe(0);
    arm({ move: 'import', shape: 'lost-answer' });
    await expect(write()).rejects.toThrow();
    expect(writes).toBe(1);
  });

  it('leaves a request waiting, knows how many do, and when their sender has gone', async () => {
    arm({ move: 'import', shape: 'timeout-after-effect' });
    const stop = new AbortController();
    const sent = fetch(`${proxy.url}/thing`, { method: 'PUT', body: 'x', signal: stop.signal });
    await expect.poll(() => proxy.waiting()).toBe(1);
    expect(writes).toBe(1);
    stop.abort();
    await expect(sent).rejects.toThrow();
    await expect.poll(() => proxy.waiting()).toBe(0);
  });

  it('answers a read from before the last write, and one that was never asked before with nothing', async () => {
    await read();
    await write();
    arm({ move: 'read', shape: 'stale-read' });
    expect(await read()).toBe('200 first');
    expect(await read()).toBe('200 version 1');
  });

  it('breaks an answer off, or gives it late', async () => {
    arm({ move: 'read', shape: 'truncated' });
    await expect(read()).rejects.toThrow();
    arm({ move: 'read', shape: 'slow' });
    const from = performance.now();
    expect(await read()).toBe('200 first');
    expect(performance.now() - from).toBeGreaterThan(75);
  });

  it('repeats a request in its refusal', async () => {
    arm({ move: 'import', shape: 'echo' });
    const answer = await fetch(`${proxy.url}/thing`, { method: 'PUT', body: 'what was sent' });
    expect(await answer.text()).toBe('no: what was sent');
  });

  it('says what the service cannot meet, and what nothing here carries', () => {
    expect(proxy.arm({ move: 'read', shape: '412' })).toEqual({ impossible: 'it takes no condition' });
    expect(proxy.arm({ move: 'remove', shape: '403' })).toEqual({ impossible: 'no request here is remove' });
  });

  it('gives one request one fault, and keeps the other for the next', async () => {
    const [one, two] = [arm({ move: 'read', shape: '403' }), arm({ move: 'read', shape: '5xx' })];
    expect([await read(), await read(), await read()].map((answer) => answer.slice(0, 3))).toEqual([
      '403',
      '500',
      '200',
    ]);
    expect([one.used(), two.used()]).toEqual([1, 1]);
  });
});
