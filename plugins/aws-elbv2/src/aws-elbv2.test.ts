import { readFileSync } from 'node:fs';
import { API_VERSION, PLUGIN_BRAND } from '@certctl/plugin-api';
import { serviceDoubles } from '@certctl/reference';
import { describe, expect, it, vi } from 'vitest';

describe('the plugin', () => {
  it('can be looked at without loading the SDK', async () => {
    const loaded: string[] = [];
    for (const name of ['client-elastic-load-balancing-v2', 'client-sts', 'credential-providers']) {
      vi.doMock(`@aws-sdk/${name}`, () => {
        loaded.push(name);
        return {};
      });
    }
    const { awsElbv2 } = await import('./index.js');
    awsElbv2.policies['iam-policy']?.({ optional: true });
    awsElbv2.classify(new Error('x'));
    expect(loaded).toEqual([]);
    await import('./elb-client.js')
      .then(({ openClient }) => openClient({ region: 'us-east-1' }, serviceDoubles))
      .catch(() => {});
    expect(loaded).toContain('client-elastic-load-balancing-v2');
    vi.doUnmock('@aws-sdk/client-elastic-load-balancing-v2');
  });

  it('is what the contract asks for', async () => {
    const { awsElbv2, default: byDefault } = await import('./index.js');
    expect(byDefault).toBe(awsElbv2);
    expect(awsElbv2).toMatchObject({
      [PLUGIN_BRAND]: true,
      apiVersion: API_VERSION,
      kind: 'binding',
      type: 'AWSELBV2',
      stores: ['AWSACM'],
    });
    expect(new Set(awsElbv2.permissions.map(({ operation }) => operation)).size).toBe(
      awsElbv2.permissions.length,
    );
  });

  it('has the version of its package', async () => {
    const { awsElbv2 } = await import('./index.js');
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(awsElbv2.version).toBe(manifest.version);
  });

  it('opens no connection to an endpoint that the host does not allow', async () => {
    const { awsElbv2 } = await import('./index.js');
    const strict = { ...serviceDoubles, http: { ...serviceDoubles.http, allowEndpoints: false } };
    const opening = awsElbv2.open(
      { region: 'us-east-1', endpoints: { elbv2: 'https://evil.example' } },
      strict,
    );
    await expect(opening).rejects.toMatchObject({ code: 'target_invalid' });
  });
});
