import { expect, it } from 'vitest';
import { runCli } from './testing/run-cli.js';

it('plays every act as it must end, and names the emulator as the proof', { timeout: 60_000 }, async () => {
  const { code, stdout, stderr } = await runCli(['demo']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Every act ended as it must');
  expect(stdout).toContain('certctl_deploy_rollback_total{target_type="AWSACM",outcome="also_failed"} 1');
  expect(stdout).not.toContain('✗');
  expect(stdout).not.toContain('PRIVATE KEY');
});

it('gives the same as JSON', { timeout: 60_000 }, async () => {
  const { code, stdout } = await runCli(['demo', '--json']);
  expect(code).toBe(0);
  const { acts, asExpected } = JSON.parse(stdout);
  expect(asExpected).toBe(true);
  expect(acts.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
    ...['deployed', 'deployed', 'deployed', 'unchanged', 'refused', 'refused', 'restored'],
    ...['restored', 'deployed', 'deployed', 'restored', 'also_failed'],
  ]);
});
