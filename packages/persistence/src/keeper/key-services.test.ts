import { type FakeKms, type FakeVault, startFakeKms, startFakeVault } from '@certctl/emulators';
import { awsKmsKey } from '@certctl/key-aws-kms';
import { azureKeyVaultKey } from '@certctl/key-azure-key-vault';
import type { HttpSettings, KeyEncryptionKey } from '@certctl/plugin-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Persistence } from '../open-persistence.js';
import { DATABASES, type TestDatabase } from '../testing/databases.js';
import { type Issued, issueLeaves } from '../testing/leaves.js';
import { testKey } from '../testing/test-key.js';

const http: HttpSettings = { connectTimeoutMs: 2_000, maxSockets: 4, allowEndpoints: true };
const credentials = { accessKeyId: 'AKIAEMULATOREXAMPLE1', secretAccessKey: 'secret' };
const credential = { getToken: async () => ({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }) };

let kms: FakeKms;
let vault: FakeVault;
let leaves: readonly Issued[];
beforeAll(async () => {
  leaves = await issueLeaves(2);
  kms = await startFakeKms({ region: 'eu-west-1' });
  vault = await startFakeVault({ principals: [{ token: 'any' }] });
});
afterAll(async () => {
  await kms.close();
  await vault.close();
});
afterEach(() => {
  kms.reset();
  vault.reset();
});

interface Kind {
  readonly name: string;
  /** A key that is opened anew at each call, as in another process. */
  create(): () => Promise<KeyEncryptionKey>;
  disable(): void;
  lose(): void;
  cut(): void;
}

let names: string[] = [];
/** The keys that can be in a service, each with the ways in which it can fail. */
const KINDS: readonly Kind[] = [
  {
    name: 'AWS KMS',
    create: () => {
      const key = kms.addKey();
      names.push(key);
      return () => awsKmsKey({ key, http, credentials, endpoint: kms.url });
    },
    disable: () => {
      for (const key of names) kms.setState(key, 'Disabled');
    },
    lose: () => {
      for (const key of names) kms.deleteKey(key);
    },
    cut: () => void kms.faults.add({ operation: '*', kind: 'reset', on: { times: 1_000 } }),
  },
  {
    name: 'Azure Key Vault',
    create: () => {
      const name = `key-${names.length}`;
      names.push(vault.addKey({ name }));
      return () => azureKeyVaultKey({ key: `${vault.url}/keys/${name}`, http, credential });
    },
    disable: () => {
      for (const key of names) vault.changeKey(key, { enabled: false });
    },
    lose: () => {
      for (const at of names.keys()) vault.deleteKey(`key-${at}`);
    },
    cut: () => void vault.faults.add({ operation: '*', kind: 'reset', on: { times: 1_000 } }),
  },
];

// SQLite is always there, and is the first.
const [{ create }] = DATABASES as [(typeof DATABASES)[number]];

describe.each(KINDS)('keys that are sealed by a key of $name', (kind) => {
  let database: TestDatabase;
  let give: () => Promise<KeyEncryptionKey>;
  let store: Persistence;
  let issued: Issued;
  beforeEach(async () => {
    names = [];
    database = await create();
    give = kind.create();
    store = await database.open({ keyEncryptionKey: give });
    // beforeAll has issued two.
    [issued] = leaves as [Issued];
    await store.keeper.keepPending('here', issued, issued.privateKey(), 'd1');
  });
  afterEach(async () => await database.remove());

  const found = async (from: Persistence, address = 'here') =>
    (await from.keeper.find(address, issued.leaf.fingerprint))?.privateKey.pkcs8();

  it('open in another process with the same key, go along to another address, and not under another name', async () => {
    const other = await database.open({ keyEncryptionKey: give });
    expect(await found(other)).toEqual(issued.privateKey().pkcs8());
    await other.keeper.move('here', 'there');
    expect(await found(store, 'there')).toEqual(issued.privateKey().pkcs8());
    const { db } = await database.backend();
    await db.updateTable('kept_key').set({ address: 'elsewhere' }).execute();
    await expect(found(store, 'elsewhere')).rejects.toMatchObject({ code: 'key_encryption_key_wrong' });
  });

  it('are refused to another key of the service, and say what is still possible', async () => {
    const other = kind.create();
    await expect(database.open({ keyEncryptionKey: await other() })).rejects.toMatchObject({
      code: 'key_encryption_key_wrong',
      message: expect.stringContaining((await give()).id),
      remedy: expect.stringMatching('give the previous key.*abandon'),
    });
  });

  it.each([
    ['disabled', 'key_encryption_key_refused'],
    ['lost', 'key_encryption_key_refused'],
    ['out of reach', 'key_encryption_key_unreachable'],
  ] as const)('are refused while it is %s, and the records stay open', async (how, code) => {
    ({ disabled: kind.disable, lost: kind.lose, 'out of reach': kind.cut })[how]();
    const error = { code, remedy: expect.stringContaining('keep nothing and be given the previous key') };
    const later = await database.open({ keyEncryptionKey: give });
    await expect(found(store)).rejects.toMatchObject(error);
    await expect(found(later)).rejects.toMatchObject(error);
    await expect(later.keeper.keepPending('a', issued, issued.privateKey(), 'd2')).rejects.toMatchObject(
      error,
    );
    await later.keeper.keepPending('a', issued, undefined, 'd2');
    await later.keeper.promote('here', 'd1');
    expect(await later.keeper.list('here')).toMatchObject([{ role: 'current', holdsKey: true }]);
    expect(await later.journal.countOpen()).toBe(0);
    await later.keeper.abandon();
    const next = await database.open({ keyEncryptionKey: testKey(1) });
    await next.keeper.keepPending('a', issued, issued.privateKey(), 'd3');
    expect(await found(next, 'a')).toBeDefined();
  });

  it('are wrapped by it in the place of a key in a file, and back, or stay as they are when it fails', async () => {
    const local = testKey(1);
    await store.keeper.rewrap(local);
    expect(await found(await database.open({ keyEncryptionKey: local }))).toBeDefined();
    const opened = await give();
    kind.disable();
    await expect(store.keeper.rewrap({ id: opened.id, wrap: failing, unwrap: failing })).rejects.toThrow();
    expect(await found(await database.open({ keyEncryptionKey: local }))).toEqual(
      issued.privateKey().pkcs8(),
    );
    const again = kind.create();
    await store.keeper.rewrap(await again());
    expect(await found(await database.open({ keyEncryptionKey: again }))).toEqual(
      issued.privateKey().pkcs8(),
    );
  });
});

async function failing(): Promise<never> {
  throw new Error('no answer');
}

it('a newer version of a key of Key Vault takes over what an older one wrapped', async () => {
  const database = await create();
  // beforeAll has issued two.
  const [issued] = leaves as [Issued];
  const first = vault.addKey({ name: 'rotated' });
  const give = () => azureKeyVaultKey({ key: `${vault.url}/keys/rotated`, http, credential });
  const store = await database.open({ keyEncryptionKey: give });
  await store.keeper.keepPending('here', issued, issued.privateKey(), 'd1');
  vault.addKey({ name: 'rotated' });
  await store.keeper.rewrap(await give());
  vault.changeKey(first, { enabled: false });
  const later = await database.open({ keyEncryptionKey: give });
  expect((await later.keeper.find('here', issued.leaf.fingerprint))?.privateKey.pkcs8()).toEqual(
    issued.privateKey().pkcs8(),
  );
  await database.remove();
});
