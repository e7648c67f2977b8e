import { issueMaterial } from '@certctl/certificate/issue';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleOf } from './bundle.js';
import { CallDouble } from './call-double.fixture.js';
import { failingAt, observedOperations, STEPS, type Step } from './faulty-operations.fixture.js';
import { Folder } from './folder.fixture.js';

let first: Awaited<ReturnType<typeof issueMaterial>>;
let renewed: Awaited<ReturnType<typeof issueMaterial>>;
let folder: Folder;

beforeAll(async () => {
  [first, renewed] = await Promise.all([issueMaterial(), issueMaterial()]);
});
beforeEach(() => {
  folder = new Folder();
  folder.write(first.material);
});
afterEach(() => folder.remove());

const OWNER = { owner: String(process.getuid?.()), group: String(process.getgid?.()) };

async function importWith(step: Step, code: string) {
  const store = await folder.store(OWNER, failingAt(folder.path, step, code));
  const request = { material: renewed.material, tags: {}, config: folder.config() };
  return store.import(await folder.place(), request, new CallDouble()).catch((error: unknown) => error);
}

const oldText = () => bundleOf(first.material).toString();
const newText = () => bundleOf(renewed.material).toString();

describe('an import', () => {
  it('makes these steps and no others', async () => {
    const seen: string[] = [];
    const store = await folder.store(
      OWNER,
      observedOperations(folder.path, (step) => seen.push(step)),
    );
    const request = { material: renewed.material, tags: {}, config: folder.config() };
    await store.import(await folder.place(), request, new CallDouble());
    expect(seen).toEqual(STEPS);
  });

  const untilRename = STEPS.slice(0, STEPS.indexOf('rename temporary') + 1);

  it.each(
    untilRename.flatMap((step) =>
      ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'].map((code) => [step, code] as const),
    ),
  )('whose %s fails with %s is refused, changes nothing and leaves nothing', async (step, code) => {
    expect(await importWith(step, code)).toMatchObject({
      code: 'service_refused',
      failure: { class: 'refused', code },
    });
    expect([folder.text(), folder.names()]).toEqual([oldText(), ['site.pem']]);
  });

  it.each(untilRename)('whose %s fails with EIO may have happened', async (step) => {
    expect(await importWith(step, 'EIO')).toMatchObject({ failure: { class: 'uncertain', code: 'EIO' } });
    expect([folder.text(), folder.names()]).toEqual([oldText(), ['site.pem']]);
  });

  it.each(['EIO', 'ENOSPC', 'EACCES'])('whose directory cannot be synced (%s) has happened', async (code) => {
    expect(await importWith('sync directory', code)).toMatchObject({
      failure: { class: 'uncertain', code: 'NotDurable' },
    });
    expect([folder.text(), folder.names()]).toEqual([newText(), ['site.pem']]);
  });

  it('succeeds on a file system that syncs no directories', async () => {
    expect(await importWith('sync directory', 'EINVAL')).toMatchObject({ place: await folder.place() });
    expect(folder.text()).toBe(newText());
  });

  it('on a full disk may succeed later, and says what to do', async () => {
    expect(await importWith('writeFile temporary', 'ENOSPC')).toMatchObject({
      retryable: true,
      remedy: expect.stringContaining('Free some space'),
    });
  });

  it('without the right to write is a missing permission', async () => {
    expect(await importWith('open temporary', 'EACCES')).toMatchObject({
      operation: 'filesystem:Write',
      failure: { permission: true },
      remedy: expect.stringContaining('the user that certctl runs as'),
    });
    expect(await importWith('chown temporary', 'EPERM')).toMatchObject({ failure: { permission: true } });
  });

  it('leaves what it cannot remove to the next one', async () => {
    const files = observedOperations(folder.path, (step) => {
      if (step === 'rename temporary' || step === 'unlink temporary') {
        throw Object.assign(new Error(step), { code: step.startsWith('rename') ? 'EROFS' : 'EACCES' });
      }
    });
    const store = await folder.store({}, files);
    const request = { material: renewed.material, tags: {}, config: folder.config() };
    await expect(store.import(await folder.place(), request, new CallDouble())).rejects.toMatchObject({
      failure: { code: 'EROFS' },
    });
    expect(folder.names()).toHaveLength(2);
    await (await folder.store()).import(await folder.place(), request, new CallDouble());
    expect(folder.names()).toEqual(['site.pem']);
  });
});

describe('reading', () => {
  it.each(['lstat directory', 'lstat file', 'open file'])('that may not %s is no absence', async (step) => {
    const files = observedOperations(folder.path, (now) => {
      if (now === step) throw Object.assign(new Error('denied'), { code: 'EACCES' });
    });
    const store = await folder.store({}, files);
    const place = await folder.place();
    const refused = { operation: 'filesystem:Read', failure: { class: 'refused', permission: true } };
    await expect(store.inspect(place, new CallDouble())).rejects.toMatchObject(refused);
    await expect(store.read(place, 'latest', new CallDouble())).rejects.toMatchObject(refused);
    await expect(store.readKeyBack(place, undefined, new CallDouble())).rejects.toMatchObject(refused);
  });
});
