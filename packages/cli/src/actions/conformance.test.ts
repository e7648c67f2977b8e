import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { buildReport, runConformance, writeReport } from '@certctl/conformance';
import { memoryStoreSubject } from '@certctl/conformance/environments';
import { serveFakeAcm } from '@certctl/emulators';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../testing/run-cli.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certctl-badge-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

describe('certctl conformance badge', () => {
  async function written(): Promise<string> {
    const { plugin, environment } = memoryStoreSubject();
    const run = await runConformance({ plugin, environment, only: ['chain'] });
    const [path = ''] = writeReport(buildReport({ plugin, environment, run, command: 'again' }), folder);
    return path;
  }

  it('makes the badge of a report, in both forms', async () => {
    const { code, stdout } = await runCli(['conformance', 'badge', await written(), '--out', folder]);
    expect([code, stdout]).toEqual([
      0,
      `partial · embedded · contract 1\nwrote ${join(folder, 'badge.svg')}\nwrote ${join(folder, 'badge.json')}\n`,
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'badge.json'), 'utf8'))).toMatchObject({
      message: 'partial · embedded · contract 1',
    });
    expect(readFileSync(join(folder, 'badge.svg'), 'utf8')).toMatch(/^<svg /);
  });

  it('makes none of a report that was edited, or that is not there', async () => {
    const path = await written();
    writeFileSync(path, readFileSync(path, 'utf8').replace('"verdict": "partial"', '"verdict": "passed"'));
    const edited = await runCli(['conformance', 'badge', path, '--out', join(folder, 'made')]);
    expect(edited.code).not.toBe(0);
    expect(edited.stderr).toContain('was edited: its content is not what its digest says');
    const missing = await runCli(['conformance', 'badge', join(folder, 'nothing.json')]);
    expect(missing.stderr).toContain('there is no report');
  });
});

describe('certctl conformance run', () => {
  it.each([
    [['.', '--baseline', 'nothing.json'], 'there is no baseline nothing.json'],
    [['.', '--write-baseline'], 'written where?'],
    [['--sweep', 'production', '--env', 'aws-acm-endpoint'], 'production is no run'],
    [['--sweep', 'conformance-1a2b3c4d'], 'where?'],
    [['--sweep', 'conformance-1a2b3c4d', '--env', 'fake-acm'], 'fake-acm keeps nothing when a run ends'],
    [
      ['--sweep', 'conformance-1a2b3c4d', '--env', 'fake-acm', '--endpoint', 'http://127.0.0.1:1'],
      'only aws-acm-endpoint and azure-key-vault-endpoint take an endpoint',
    ],
    [['--sweep', 'conformance-1a2b3c4d', '--env', 'azure-key-vault-endpoint'], 'which vault?'],
  ])('%j is refused before anything is packed or asked', async (words, why) => {
    const { code, stderr } = await runCli(['conformance', 'run', ...words]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(why);
  });

  it('sweeps what a run left at an endpoint, and nothing else', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    const emulator = await serveFakeAcm({});
    try {
      const seed = async (organisation: string) => {
        const subject = `CN=www.example.com,O=${organisation}`;
        const leaf = await issueLeaf(await issueAuthority({ name: 'an authority' }), {
          names: ['www.example.com'],
          subject,
        });
        const { certificatePem: certificate, chainPem: chain, privateKeyPem: privateKey } = leaf;
        return emulator.seed({ certificate, chain, privateKey });
      };
      const [left, theirs] = [await seed('conformance-1a2b3c4d'), await seed('Acme')];
      const { code, stdout } = await runCli([
        ...['conformance', 'run', '--env', 'aws-acm-endpoint', '--endpoint', emulator.url],
        ...['--sweep', 'conformance-1a2b3c4d'],
      ]);
      expect([code, stdout]).toEqual([0, `removed ${left}\n`]);
      expect(emulator.state.certificates().map(({ arn }) => arn)).toEqual([theirs]);
    } finally {
      await emulator.close();
    }
  });
});
