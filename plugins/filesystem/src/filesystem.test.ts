import { readFileSync } from 'node:fs';
import { API_VERSION, PLUGIN_BRAND, type PluginServices } from '@certctl/plugin-api';
import { describe, expect, it } from 'vitest';
import { CommandsDouble } from './folder.fixture.js';
import byDefault, { filesystem } from './index.js';

describe('the plugin', () => {
  it('is what the contract asks for', () => {
    expect(byDefault).toBe(filesystem);
    expect(filesystem).toMatchObject({
      [PLUGIN_BRAND]: true,
      apiVersion: API_VERSION,
      kind: 'store',
      type: 'Filesystem',
      alias: 'filesystem',
    });
    const operations = filesystem.permissions.map(({ operation }) => operation);
    expect(new Set(operations).size).toBe(operations.length);
  });

  it('has the version of its package', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(filesystem.version).toBe(manifest.version);
  });

  it('pins the path', () => {
    expect(filesystem.pin({ path: '/etc/ssl/site.pem' })).toEqual({
      address: '/etc/ssl/site.pem',
      field: 'path',
    });
  });

  it('opens with the commands of the host, and not for an owner that the machine does not know', async () => {
    // Of the services the plugin uses the commands only.
    const services = { commands: new CommandsDouble() } as unknown as PluginServices;
    const store = await filesystem.open({ mode: '0600' }, services);
    await expect(store.close()).resolves.toBeUndefined();
    const opening = filesystem.open({ mode: '0600', owner: 'nobody-of-this-name' }, services);
    await expect(opening).rejects.toMatchObject({ code: 'target_invalid' });
  });
});
