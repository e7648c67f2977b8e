import { readFileSync } from 'node:fs';
import { API_VERSION, PLUGIN_BRAND } from '@certctl/plugin-api';
import { describe, expect, it, vi } from 'vitest';
import { services } from './call-double.fixture.js';

describe('the plugin', () => {
  it('can be looked at without loading the SDK', async () => {
    const loaded: string[] = [];
    for (const name of [
      'client-acm',
      'client-sts',
      'client-resource-groups-tagging-api',
      'credential-providers',
    ]) {
      vi.doMock(`@aws-sdk/${name}`, () => {
        loaded.push(name);
        return {};
      });
    }
    const { awsAcm } = await import('./index.js');
    awsAcm.policies['iam-policy']?.({ optional: true });
    awsAcm.classify(new Error('x'));
    expect(loaded).toEqual([]);
    await import('./aws-clients.js')
      .then(({ openClients }) => openClients({ region: 'us-east-1' }, services))
      .catch(() => {});
    expect(loaded).toContain('client-acm');
    vi.doUnmock('@aws-sdk/client-acm');
  });

  it('is what the contract asks for', async () => {
    const { awsAcm, default: byDefault } = await import('./index.js');
    expect(byDefault).toBe(awsAcm);
    expect(awsAcm).toMatchObject({
      [PLUGIN_BRAND]: true,
      apiVersion: API_VERSION,
      kind: 'store',
      type: 'AWSACM',
    });
    expect(new Set(awsAcm.permissions.map(({ operation }) => operation)).size).toBe(
      awsAcm.permissions.length,
    );
  });

  it('has the version of its package', async () => {
    const { awsAcm } = await import('./index.js');
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(awsAcm.version).toBe(manifest.version);
  });

  it('opens no connection to an endpoint that the host does not allow', async () => {
    const { awsAcm } = await import('./index.js');
    const strict = { ...services, http: { ...services.http, allowEndpoints: false } };
    const opening = awsAcm.open({ region: 'us-east-1', endpoints: { acm: 'https://evil.example' } }, strict);
    await expect(opening).rejects.toMatchObject({ code: 'target_invalid' });
  });
});
