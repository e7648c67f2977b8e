import { issueLeaf } from '@certctl/certificate/issue';
import type { KeyAlgorithm, ReviewInput } from '@certctl/plugin-api';
import { expect, it } from 'vitest';
import type { AcmeCloudConfig } from '../src/config.js';
import { acmeCloudPlugin } from '../src/index.js';
import { placeOf } from '../src/place.js';
import { review } from '../src/review.js';

const config: AcmeCloudConfig = { url: 'https://api.acme-cloud.example', token: 'env:TOKEN', name: 'web' };

async function findings(keyAlgorithm: KeyAlgorithm): Promise<readonly string[]> {
  const { facts } = await issueLeaf('self', { names: ['www.example.com'], notBefore: Date.now() - 1_000 });
  const input: ReviewInput<AcmeCloudConfig> = {
    config,
    place: placeOf(config, false),
    incoming: { leaf: { ...facts, keyAlgorithm }, chain: [] },
    privateKeyBytes: 240,
    observation: { state: 'absent' },
    tags: {},
  };
  return review(input).map(({ code }) => code);
}

it('refuses a key that the service does not take, and lets the others pass', async () => {
  expect(await findings('EC-P-521')).toEqual(['acme_cloud_key_unsupported']);
  expect(await findings('EC-P-256')).toEqual([]);
});

it('declares every finding that it reports', async () => {
  const declared = acmeCloudPlugin.rules.map(({ code }) => code);
  expect(declared).toEqual(expect.arrayContaining([...(await findings('EC-P-521'))]));
});
