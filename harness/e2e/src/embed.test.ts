import { createEngine, OUTCOME_TITLES, TOKENS } from '@certctl/engine';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { afterEach, expect, it, vi } from 'vitest';
import { AcmScenario, holds, KEYS, leafIssued, REGION } from './acm-scenario.js';

let scenario: AcmScenario;
afterEach(() => scenario.close());

it('a host that embeds the engine deploys in ten lines', async () => {
  scenario = await AcmScenario.create({ emulator: { sigv4: 'check' } });
  const { url } = scenario.emulator;
  const leaf = await leafIssued(10);
  const lines: string[] = [];
  vi.stubEnv('AWS_ACCESS_KEY_ID', KEYS.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', KEYS.secretAccessKey);
  try {
    const engine = createEngine({
      plugins: [awsAcm],
      services: [[TOKENS.http, { connectTimeoutMs: 1_000, maxSockets: 8, allowEndpoints: true }]],
    });
    const endpoints = { acm: url, sts: url, tagging: url };
    const target = { id: 'web', type: 'AWSACM', config: { region: REGION, endpoints } };
    const outcome = await engine.deploy({
      target,
      certificate: leaf.certificatePem,
      chain: leaf.chainPem,
      privateKey: leaf.privateKeyPem,
    });
    lines.push(`${OUTCOME_TITLES[outcome.status]} ${outcome.reference}`);
    lines.push((await engine.verify(target)).result);
    await engine.close();
  } finally {
    vi.unstubAllEnvs();
  }
  expect(lines).toEqual([`DEPLOYED ${scenario.only().arn}`, 'in_sync']);
  expect(holds(scenario.only(), leaf)).toBe(true);
});
