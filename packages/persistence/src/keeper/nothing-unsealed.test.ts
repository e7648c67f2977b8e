import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { createEngine, SystemClock, TOKENS } from '@certctl/engine';
import { MemoryService, memoryStore } from '@certctl/reference';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPersistence, type Persistence } from '../open-persistence.js';
import { openSqlite } from '../store/sqlite/open-sqlite.js';
import { type Issued, issueLeaves } from '../testing/leaves.js';
import { tracesOf } from '../testing/traces.js';
import { localKeyFrom } from './local-key-encryption-key.js';

let leaves: readonly Issued[];
beforeAll(async () => {
  leaves = await issueLeaves(4);
});

describe('the files of the store', () => {
  let parent: string;
  let folder: string;
  let store: Persistence;
  const [first, second] = [randomBytes(32), randomBytes(32)];
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'certctl-unsealed-'));
    folder = join(parent, 'data');
    store = await openPersistence({ folder, clock: { now: Date.now }, keyEncryptionKey: keyOf(first) });
  });
  afterEach(async () => {
    await store.close();
    await rm(parent, { recursive: true });
  });

  const keyOf = (bytes: Buffer) => localKeyFrom(bytes.toString('base64'), 'the test');

  async function deployAll(): Promise<void> {
    for (const [position, leaf] of leaves.entries()) {
      await store.keeper.keepPending('here', leaf, leaf.privateKey(), `d${position}`);
      await store.keeper.promote('here', `d${position}`);
      await store.keeper.find('here', leaf.leaf.fingerprint);
    }
  }

  it('have no piece of any key, kept or destroyed, nor of the key-encryption keys', async () => {
    await deployAll();
    const [leaf] = leaves;
    if (!leaf) throw new Error('there is no leaf');
    await store.keeper.keepCurrent('there', leaf, leaf.privateKey(), 'a1');
    await store.keeper.move('here', 'moved');
    await store.keeper.rewrap(keyOf(second));
    await expect(store.keeper.find('moved', 'nothing')).resolves.toBeUndefined();
    const secrets = [...leaves.map((issued) => issued.privateKey().pkcs8()), first, second];
    for (const secret of secrets) expect(await tracesOf(secret, folder)).toEqual([]);
    await store.close();
    for (const secret of secrets) expect(await tracesOf(secret, folder)).toEqual([]);
  });

  it('would be seen to have one', async () => {
    const [leaf] = leaves;
    if (!leaf) throw new Error('there is no leaf');
    const key = leaf.privateKey();
    const bytes = Buffer.from(key.pkcs8());
    await writeFile(join(folder, 'pem'), key.pem());
    await writeFile(join(folder, 'der'), Buffer.concat([randomBytes(7), bytes]));
    await writeFile(
      join(folder, 'json'),
      JSON.stringify({ a: Buffer.concat([randomBytes(4), bytes]).toString('base64') }),
    );
    await writeFile(join(folder, 'hex'), bytes.toString('hex'));
    expect(await tracesOf(bytes, folder)).toEqual(['der', 'hex', 'json', 'pem']);
  });

  it('lose even the sealed form of a key that is destroyed', async () => {
    await deployAll();
    const [issued] = leaves.slice(-1);
    if (!issued) throw new Error('there is no leaf');
    const backend = await openSqlite({ folder });
    const { sealed } = await backend.db
      .selectFrom('kept_key')
      .select('sealed')
      .where('role', '=', 'current')
      .executeTakeFirstOrThrow();
    await backend.close();
    const bytes = Buffer.from(sealed ?? '', 'base64');
    expect(bytes.length).toBeGreaterThan(32);
    expect(await tracesOf(bytes, folder)).not.toEqual([]);
    await store.keeper.destroy({ address: 'here', fingerprint: issued.leaf.fingerprint });
    await store.keeper.scrub();
    expect(await tracesOf(bytes, folder)).toEqual([]);
  });
});

describe('a deploy through the engine', () => {
  const HOUR = 3_600_000;
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'certctl-deploying-'));
    for (const name of ['temporary', 'data-key']) await mkdir(join(parent, name));
    // Where SQLite and Node would put a file that they need for a moment.
    for (const name of ['TMPDIR', 'SQLITE_TMPDIR']) vi.stubEnv(name, join(parent, 'temporary'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(parent, { recursive: true });
  });

  it('leaves no piece of a key on the disk, at any request, on the way back, and afterwards', async () => {
    const folder = join(parent, 'data');
    const bytes = randomBytes(32);
    const keyEncryptionKey = localKeyFrom(bytes.toString('base64'), 'the test');
    const store = await openPersistence({ folder, clock: { now: Date.now }, keyEncryptionKey });
    const authority = await issueAuthority({ parent: await issueAuthority() });
    const ages = [3, 2, 1, 0.5];
    const issued = await Promise.all(
      ages.map((age) => issueLeaf(authority, { names: ['a.example'], notBefore: Date.now() - age * HOUR })),
    );
    const secrets = [
      bytes,
      // The private part alone: the rest of an EC key stands in its certificate, and that in the journal.
      ...issued.map(({ privateKeyPem }) =>
        Buffer.from(createPrivateKey(privateKeyPem).export({ format: 'jwk' }).d ?? '', 'base64url'),
      ),
    ];
    for (const secret of secrets) expect(secret).toHaveLength(32);
    const traces = async () =>
      (
        await Promise.all(
          secrets.flatMap((secret) =>
            [folder, join(parent, 'temporary')].map((place) => tracesOf(secret, place)),
          ),
        )
      ).flat();
    const [impostor] = issued;
    if (!impostor) throw new Error('there is no leaf');
    const service = new MemoryService(new SystemClock(), {
      leafPem: impostor.certificatePem,
      keyPem: impostor.privateKeyPem,
    });
    const engine = createEngine({
      plugins: [memoryStore(service)],
      timing: { proveMs: 500, settleMs: 10, retryFirstMs: 1 },
      services: [
        [TOKENS.journal, store.journal],
        [TOKENS.leases, store.leases],
        [TOKENS.keeper, store.keeper],
        [TOKENS.addressBook, store.addressBook],
        [TOKENS.holds, store.holds],
        [TOKENS.compromised, store.compromised],
        [TOKENS.deployments, store.deployments],
        [TOKENS.audit, store.audit],
        [TOKENS.together, (work) => store.together(work)],
      ],
    });
    const looked: Promise<string[]>[] = [];
    const get = service.get.bind(service);
    const send = service.import.bind(service);
    service.get = (reference) => {
      looked.push(traces());
      return get(reference);
    };
    service.import = (input) => {
      looked.push(traces());
      return send(input);
    };
    const statuses: string[] = [];
    for (const [at, { certificatePem, chainPem, privateKeyPem }] of issued.slice(1).entries()) {
      if (at === 2) service.faults.push({ operation: 'memory:Import', kind: 'wrong-certificate' });
      const { status } = await engine.deploy({
        target: { id: 'web', type: 'memory', config: {} },
        certificate: certificatePem,
        chain: chainPem,
        privateKey: privateKeyPem,
      });
      statuses.push(status);
      expect(await traces()).toEqual([]);
    }
    expect(statuses).toEqual(['deployed', 'deployed', 'restored']);
    expect(looked.length).toBeGreaterThan(8);
    expect((await Promise.all(looked)).flat()).toEqual([]);
    await engine.close();
    await store.close();
    expect(await traces()).toEqual([]);
  });
});
