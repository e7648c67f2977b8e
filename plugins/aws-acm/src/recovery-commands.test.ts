import { execFileSync } from 'node:child_process';
import type { Place } from '@certctl/plugin-api';
import { shellLine } from '@certctl/plugin-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AcmConfig, acmConfig } from './config.js';
import { recoveryCommands } from './recovery-commands.js';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const PINNED = { address: ARN, reference: ARN, scope: '123456789012/us-east-1' };
const FRESH = { address: '123456789012/us-east-1/web', scope: '123456789012/us-east-1' };
const TAGS = { 'certctl-managed-by': 'certctl', 'certctl-target-id': 'web' };

/** What the commands hand to `aws`, one list of words for each time that it runs, seen by a real shell. */
function wordsSeenBy(shell: string, commands: readonly string[]): string[][] {
  const aws = `aws() { printf '%s\\0' "$@" >&2; printf '\\n\\0' >&2; echo ${ARN}; }`;
  const run = [aws, ...commands].join('\n');
  const output = execFileSync(shell, ['-c', `{ ${run}\n} 2>&1 >/dev/null`]).toString();
  return output
    .split('\n\0')
    .filter((line) => line !== '')
    .map((line) => line.split('\0').slice(0, -1));
}

function commandsFor(fields: Partial<AcmConfig>, place: Place = PINNED, tags: Record<string, string> = TAGS) {
  const config = acmConfig.parse({ region: 'us-east-1', ...fields });
  return recoveryCommands({ config, place, tags }).map(({ command }) => command);
}

describe('recovery of a certificate that has an ARN', () => {
  it('imports without tags, tags, and shows certificate and tags', () => {
    expect(commandsFor({})).toEqual([
      `aws acm import-certificate --certificate-arn ${ARN} --certificate fileb://known-good.crt --certificate-chain fileb://known-good.chain --private-key fileb://known-good.key --region us-east-1`,
      `aws acm add-tags-to-certificate --certificate-arn ${ARN} --tags Key=certctl-managed-by,Value=manual-recovery Key=certctl-target-id,Value=web --region us-east-1`,
      `aws acm describe-certificate --certificate-arn ${ARN} --query 'Certificate.{Status:Status,Serial:Serial,NotAfter:NotAfter,ImportedAt:ImportedAt,InUseBy:InUseBy}' --region us-east-1`,
      `aws acm list-tags-for-certificate --certificate-arn ${ARN} --region us-east-1`,
    ]);
  });

  it('goes by the profile and the endpoint of the target', () => {
    for (const command of commandsFor({ profile: 'prod one', endpoints: { acm: 'http://127.0.0.1:4566' } })) {
      expect(command).toMatch(
        / --region us-east-1 --profile 'prod one' --endpoint-url http:\/\/127.0.0.1:4566$/,
      );
    }
  });

  it('uses the FIPS endpoints where the target does', () => {
    for (const command of commandsFor({ use_fips_endpoint: true })) {
      expect(command).toMatch(/^AWS_USE_FIPS_ENDPOINT=true aws acm /);
    }
  });

  it('assumes the role of the target first, and lets no profile override it', () => {
    const role = 'arn:aws:iam::123456789012:role/certctl';
    const [assume, ...rest] = commandsFor({ role_arn: role, external_id: 'x=1', profile: 'base' });
    expect(assume).toContain(`aws sts assume-role --role-arn ${role}`);
    expect(assume).toContain('--external-id x=1');
    expect(assume).toContain('--profile base');
    expect(rest.join('\n')).not.toContain('--profile');
  });

  it('puts the credentials of the role into the environment of the shell', () => {
    const role = 'arn:aws:iam::123456789012:role/certctl';
    const [assume] = commandsFor({ role_arn: role });
    const script = `aws() { printf 'AKIA1\\ts3/cr+t=\\ttok/en==\\n'; }\n${assume}\necho "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN"`;
    expect(execFileSync('sh', ['-c', script]).toString().trim()).toBe('AKIA1 s3/cr+t= tok/en==');
  });

  it.each(['sh', 'bash'])('survives %s whatever the tags hold', (shell) => {
    const tags = { "it's": 'a "quoted" $(id) `id` \\ ü', empty: '', comma: 'a,b=c' };
    const [, tagging] = wordsSeenBy(shell, commandsFor({}, PINNED, tags));
    const json: unknown = JSON.parse(tagging?.[tagging.indexOf('--tags') + 1] ?? '');
    expect(json).toEqual([
      ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      { Key: 'certctl-managed-by', Value: 'manual-recovery' },
    ]);
  });
});

describe('recovery of a certificate that never got an ARN', () => {
  it('imports with the tags and looks at what that made', () => {
    const [imported, described, tags] = wordsSeenBy('sh', commandsFor({}, FRESH));
    expect(imported).toEqual([
      ...['acm', 'import-certificate', '--certificate', 'fileb://known-good.crt'],
      ...['--certificate-chain', 'fileb://known-good.chain', '--private-key', 'fileb://known-good.key'],
      ...['--tags', 'Key=certctl-managed-by,Value=manual-recovery', 'Key=certctl-target-id,Value=web'],
      ...['--query', 'CertificateArn', '--output', 'text', '--region', 'us-east-1'],
    ]);
    expect(described?.slice(-2)).toEqual(['--certificate-arn', ARN]);
    expect(tags?.slice(-2)).toEqual(['--certificate-arn', ARN]);
  });
});

describe('shellLine', () => {
  it('gives a shell exactly the words that it was made of', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const output = execFileSync('sh', ['-c', `printf '%s\\0' ${shellLine(...words)}`]).toString();
        expect(output.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 50 },
    );
  });
});
