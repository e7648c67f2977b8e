import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { createEngine, type DeployRequest, type Engine, ListedCommands, TOKENS } from '@certctl/engine';
import type { StorePlugin } from '@certctl/plugin-api';
import { filesystem } from '@certctl/plugin-filesystem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codesOf, expectStatus, handshake, leafIssued, QUICK } from './acm-scenario.js';

let folder: string;
let engine: Engine;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-files-')));
  engine = start();
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const bundle = () => join(folder, 'site.pem');
const target = (config: Readonly<Record<string, unknown>> = {}) => ({
  id: 'site',
  type: 'filesystem',
  config: { path: bundle(), ...config },
});

/** An engine whose host lists one command: a script of node. */
function start(script = '', plugin: StorePlugin = filesystem): Engine {
  const reload = { file: process.execPath, args: ['-e', script, folder] };
  return createEngine({
    plugins: [plugin],
    instance: 'e2e',
    timing: QUICK,
    services: [[TOKENS.commands, new ListedCommands({ reload })]],
  });
}

function deploy(leaf: IssuedLeaf, over: Partial<DeployRequest> = {}) {
  return engine.deploy({
    target: target(),
    certificate: leaf.certificatePem,
    chain: leaf.chainPem,
    privateKey: leaf.privateKeyPem,
    ...over,
  });
}

describe('a bundle in a file', () => {
  it('is written, renewed, left alone, and served by a TLS server that reads it', async () => {
    const [first, renewed] = [await leafIssued(10), await leafIssued(5)];
    expectStatus(await deploy(first), 'deployed');
    expect(statSync(bundle()).mode & 0o777).toBe(0o600);
    expectStatus(await deploy(renewed), 'deployed');
    const written = statSync(bundle()).mtimeMs;
    expectStatus(await deploy(renewed), 'unchanged');
    expect(statSync(bundle()).mtimeMs).toBe(written);
    expect(readdirSync(folder)).toEqual(['site.pem']);
    const text = readFileSync(bundle(), 'utf8');
    const server = await serving(text);
    const served = await handshake({ host: '127.0.0.1', port: portOf(server) });
    server.close();
    expect(Buffer.compare(served.raw, renewed.facts.der)).toBe(0);
  });

  it('of somebody else is refused, and taken over when that leaf is named', async () => {
    const other = await leafIssued(10);
    writeFileSync(bundle(), other.privateKeyPem + other.certificatePem + other.chainPem, { mode: 0o600 });
    const renewed = await leafIssued(5);
    const refused = expectStatus(await deploy(renewed), 'refused');
    expect(codesOf(refused)).toContain('not_ours');
    expect(refused.findings.find(({ code }) => code === 'not_ours')?.message).not.toContain('tags');
    const taken = await deploy(renewed, { acts: { takeOver: other.facts.fingerprint } });
    expect(expectStatus(taken, 'deployed').plan?.rollback).toBe('exact');
  });
});

describe('a bundle whose keys are not kept', () => {
  it.each(['caller', 'off'] as const)(
    'has no way back by the file that its renewal overwrites, and is ours all the same, with keep: %s',
    async (keep) => {
      const [first, renewed] = [await leafIssued(10), await leafIssued(5)];
      const unkept = { target: { ...target(), keep } };
      expectStatus(await deploy(first, unkept), 'deployed');
      const refused = await deploy(renewed, { target: { ...unkept.target, require_rollback: true } });
      expect(refused).toMatchObject({ status: 'refused', plan: { rollback: 'impossible' } });
      expect(codesOf(refused)).not.toContain('not_ours');
      const given = await deploy(renewed, { ...unkept, previousKey: first.privateKeyPem });
      expect(given).toMatchObject({ status: 'deployed', plan: { rollback: 'caller-key' } });
    },
  );
});

describe('a first write whose answer was lost', () => {
  it('is seen at its address, which nobody has to search for', async () => {
    await engine.close();
    engine = start('', { ...filesystem, open: losesTheAnswer });
    const leaf = await leafIssued(5);
    expect(await deploy(leaf)).toMatchObject({ status: 'deployed' });
    expect(readFileSync(bundle(), 'utf8')).toContain(leaf.certificatePem.trim());
  });
});

/** The store, but for the answer of its imports: the write has happened, and an error comes back. */
const losesTheAnswer: StorePlugin['open'] = async (connection, services) => {
  const store = await filesystem.open(connection, services);
  const send = store.import.bind(store);
  store.import = async (place, request, call) => {
    await send(place, request, call);
    return call.attempt('filesystem:Write', () =>
      Promise.reject(Object.assign(new Error('lost'), { code: 'EIO' })),
    );
  };
  return store;
};

describe('a reload', () => {
  it('that fails after a renewal brings the old bundle back, whole', async () => {
    const old = await leafIssued(10);
    expectStatus(await deploy(old, { target: target({ mode: '0640' }) }), 'deployed');
    const before = readFileSync(bundle(), 'utf8');
    // Fails once: for the renewal, and not for the way back.
    const failsOnce =
      "const f = process.argv[1] + '/failed'; if (!require('fs').existsSync(f)) { require('fs').writeFileSync(f, ''); process.exit(3); }";
    await engine.close();
    engine = start(failsOnce);
    const acts = { takeOver: old.facts.fingerprint };
    const outcome = await deploy(await leafIssued(5), {
      target: target({ mode: '0640', reload: 'reload' }),
      acts,
    });
    expect(outcome).toMatchObject({
      status: 'restored',
      error: { message: expect.stringContaining('CommandFailed') },
    });
    expect(readFileSync(bundle(), 'utf8')).toBe(before);
    expect(statSync(bundle()).mode & 0o777).toBe(0o640);
  });

  it('that fails after a first write takes the file away', async () => {
    await engine.close();
    engine = start('process.exit(3)');
    expectStatus(await deploy(await leafIssued(5), { target: target({ reload: 'reload' }) }), 'withdrawn');
    expect(existsSync(bundle())).toBe(false);
  });

  it('that the host does not list is refused before anything is written', async () => {
    const outcome = await deploy(await leafIssued(5), { target: target({ reload: 'restart' }) });
    expect(codesOf(expectStatus(outcome, 'refused'))).toContain('filesystem_reload_unknown');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('what stands in the way', () => {
  it.each([
    ['a directory', () => mkdirSync(bundle())],
    ['a symbolic link', () => symlinkSync('/etc/hostname', bundle())],
    ['a file without a certificate', () => writeFileSync(bundle(), 'hello')],
  ])('%s: nothing is written, and nothing is called absent', async (_, make) => {
    make();
    const outcome = await deploy(await leafIssued(5));
    expect(['refused', 'failed']).toContain(outcome.status);
    expect('error' in outcome && outcome.error.remedy).not.toBe('');
    expect(readdirSync(folder)).toEqual(['site.pem']);
  });
});

async function serving(bundleText: string): Promise<Server> {
  const server = createServer({ key: bundleText, cert: bundleText }, (_, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  // A TCP server that listens has an address with a port.
  return (server.address() as AddressInfo).port;
}
