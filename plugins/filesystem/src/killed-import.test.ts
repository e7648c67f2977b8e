import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { issueMaterial } from '@certctl/certificate/issue';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleOf } from './bundle.js';
import { CallDouble } from './call-double.fixture.js';
import { STEPS } from './faulty-operations.fixture.js';
import { Folder } from './folder.fixture.js';

const WRITER = fileURLToPath(new URL('./killed-import.fixture.ts', import.meta.url));

let first: Awaited<ReturnType<typeof issueMaterial>>;
let renewed: Awaited<ReturnType<typeof issueMaterial>>;
let folder: Folder;
let elsewhere: Folder;

beforeAll(async () => {
  [first, renewed] = await Promise.all([issueMaterial(), issueMaterial()]);
});
beforeEach(() => {
  folder = new Folder();
  elsewhere = new Folder();
  folder.write(first.material);
});
afterEach(() => {
  folder.remove();
  elsewhere.remove();
});

/** Another process that writes the renewed bundle, and is killed before the step. */
async function killedBefore(step: string): Promise<string | number | null> {
  const source = elsewhere.write(renewed.material);
  const args = ['--import', 'tsx', WRITER, folder.at('site.pem'), source, step];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((ended) => child.once('exit', (code, signal) => ended(signal ?? code)));
}

describe('an import that is killed', () => {
  const ours = STEPS.filter((step) => !step.startsWith('lstat'));

  it.each(ours)('before or in "%s" leaves a whole bundle, and the next one cleans up', async (step) => {
    expect(await killedBefore(step)).toBe('SIGKILL');
    const isRenamed = ours.indexOf(step) > ours.indexOf('rename temporary');
    expect(folder.text()).toBe(bundleOf(isRenamed ? renewed.material : first.material).toString());
    expect(folder.mode()).toBe('0600');

    const store = await folder.store();
    const place = await folder.place();
    const held = await store.inspect(place, new CallDouble());
    expect(held).toMatchObject({ leaf: (isRenamed ? renewed : first).leaf.facts.der });
    await store.import(
      place,
      { material: renewed.material, tags: {}, config: folder.config() },
      new CallDouble(),
    );
    expect([folder.text(), folder.names()]).toEqual([bundleOf(renewed.material).toString(), ['site.pem']]);
  });

  it('is killed by these tests only: left alone, it ends', async () => {
    expect(await killedBefore('nothing')).toBe(0);
    expect(folder.text()).toBe(bundleOf(renewed.material).toString());
  });
});
