import { readFileSync } from 'node:fs';
import { API_VERSION, PLUGIN_BRAND } from '@certctl/plugin-api';
import { describe, expect, it, vi } from 'vitest';
import { services } from './call-double.fixture.js';

const CONNECTION = {
  vault_url: 'https://my-vault.vault.azure.net',
  credential_mode: 'default',
};

describe('the plugin', () => {
  it('shows itself without loading the SDK, and loads it to open a store', async () => {
    const loaded: string[] = [];
    for (const name of ['@azure/keyvault-certificates', '@azure/identity', 'pkijs']) {
      vi.doMock(name, () => {
        loaded.push(name);
        return {};
      });
    }
    vi.resetModules();
    const { azureKeyVault } = await import('./index.js');
    azureKeyVault.policies['azure-role']?.({ optional: true });
    azureKeyVault.classify(new Error('x'));
    expect(loaded).toEqual([]);
    await azureKeyVault.open(CONNECTION, services).catch(() => {});
    expect(loaded).toContain('@azure/keyvault-certificates');
    vi.doUnmock('@azure/keyvault-certificates');
    vi.doUnmock('@azure/identity');
    vi.doUnmock('pkijs');
    vi.resetModules();
  });

  it('is what the contract asks for', async () => {
    const { azureKeyVault, default: byDefault } = await import('./index.js');
    expect(byDefault).toBe(azureKeyVault);
    expect(azureKeyVault).toMatchObject({
      [PLUGIN_BRAND]: true,
      apiVersion: API_VERSION,
      kind: 'store',
      type: 'AzureKeyVault',
      alias: 'azure-key-vault',
    });
    const operations = azureKeyVault.permissions.map(({ operation }) => operation);
    expect(new Set(operations).size).toBe(operations.length);
    for (const { operation } of azureKeyVault.quotas) expect(operations).toContain(operation);
  });

  it('has the version of its package', async () => {
    const { azureKeyVault } = await import('./index.js');
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(azureKeyVault.version).toBe(manifest.version);
  });

  it('pins a certificate by vault and name, however they are spelled', async () => {
    const { azureKeyVault } = await import('./index.js');
    const pin = azureKeyVault.pin({
      vault_url: 'https://MY-vault.vault.azure.net/',
      certificate_name: 'Api',
    });
    expect(pin).toEqual({ address: 'my-vault.vault.azure.net/api', field: 'certificate_name' });
  });

  it.each([
    [{ vault_url: 'https://evil.example' }],
    [{ vault_url: 'http://127.0.0.1:1' }],
    [{ authority_host: 'https://login.evil.example' }],
  ])('opens no connection to %j where the host does not allow it', async (fields) => {
    const { azureKeyVault } = await import('./index.js');
    const strict = { ...services, http: { ...services.http, allowEndpoints: false } };
    const opening = azureKeyVault.open({ ...CONNECTION, ...fields }, strict);
    await expect(opening).rejects.toMatchObject({ code: 'target_invalid' });
  });
});
