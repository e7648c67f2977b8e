import { readFileSync } from 'node:fs';
import { issueAuthority } from '@certctl/certificate/issue';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './testing/run-cli.js';
import { KEYS, Workshop } from './testing/workshop.js';

const DAY = 86_400_000;
const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const ALLOW = { CERTCTL_ALLOW_ENDPOINTS: '1' };
const fixture = (name: string) => readFileSync(new URL(name, KEYS), 'utf8');

let shop: Workshop;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  shop = await Workshop.open();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await shop.close();
});
beforeEach(() => shop.emulator.reset());

type Words = (shop: Workshop) => Promise<string[]>;

/** A target that is right, with material that is not. */
const material =
  (make: (shop: Workshop) => Promise<string[]>): Words =>
  async (at) => ['-f', at.targets(), ...(await make(at))];

/** Material that is right, with a file of targets that is not. */
const targets =
  (write: (shop: Workshop) => string, ...more: string[]): Words =>
  async (at) => ['-f', write(at), ...more, ...at.words('good', await at.issue())];

const CASES: readonly (readonly [what: string, code: string, exit: number, words: Words])[] = [
  [
    'the key of another certificate',
    'key_mismatch',
    3,
    material(async (at) => [
      ...at.words('a', await at.issue()),
      '--key',
      at.file('b.key', (await at.issue()).privateKeyPem),
    ]),
  ],
  [
    'an expired leaf',
    'certificate_expired',
    3,
    material(async (at) =>
      at.words('a', await at.issue({ notBefore: Date.now() - 3 * DAY, notAfter: Date.now() - DAY })),
    ),
  ],
  [
    'a leaf that is not yet valid',
    'certificate_not_yet_valid',
    3,
    material(async (at) => at.words('a', await at.issue({ notBefore: Date.now() + DAY }))),
  ],
  [
    'a leaf in the chain',
    'leaf_in_chain',
    3,
    material(async (at) => [
      ...at.words('a', await at.issue()),
      '--chain',
      at.file('c.pem', (await at.issue()).certificatePem),
    ]),
  ],
  [
    'an unrelated chain',
    'chain_broken',
    3,
    material(async (at) => {
      const leaf = await at.issue();
      return [
        '--cert',
        at.file('a.crt', leaf.certificatePem),
        '--key',
        at.file('a.key', leaf.privateKeyPem),
        '--chain',
        at.file('c.pem', (await issueAuthority({ name: 'unrelated', parent: at.root })).certificatePem),
      ];
    }),
  ],
  [
    'an encrypted key without a passphrase',
    'key_encrypted',
    3,
    material(async (at) => [
      ...at.words('a', await at.issue({ privateKeyPem: fixture('ec-p256.key.pem') })),
      '--key',
      at.file('e.key', fixture('ec-p256.encrypted.key.pem')),
    ]),
  ],
  [
    'an unsupported algorithm',
    'key_algorithm_unsupported',
    3,
    material(async (at) => [
      ...at.words('a', await at.issue()),
      '--key',
      at.file('u.key', fixture('ed25519.key.pem')),
    ]),
  ],
  [
    'an empty file',
    'material_empty',
    3,
    material(async (at) => [...at.words('a', await at.issue()), '--cert', at.file('empty.crt', '')]),
  ],
  [
    'a binary file',
    'material_not_pem',
    3,
    material(async (at) => [
      ...at.words('a', await at.issue()),
      '--cert',
      at.file('bin.crt', Buffer.from([0x30, 0x82, 0, 255])),
    ]),
  ],
  [
    '10 MiB of PEM',
    'material_too_large',
    3,
    material(async (at) => {
      const leaf = await at.issue();
      return [
        ...at.words('a', leaf),
        '--cert',
        at.file(
          'big.crt',
          leaf.certificatePem.repeat(Math.ceil((10 * 1024 * 1024) / leaf.certificatePem.length)),
        ),
      ];
    }),
  ],
  ['an unknown field of config', 'target_invalid', 64, targets((at) => at.targets({ certificate: 'x' }))],
  [
    'a reserved tag',
    'tag_reserved',
    64,
    targets((at) => at.targets({ tags: { 'certctl-managed-by': 'me' } })),
  ],
  [
    'too many tags',
    'plan_refused',
    3,
    targets((at) =>
      at.targets({ tags: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`tag-${n}`, 'x'])) }),
    ),
  ],
  [
    'a tag that is too long',
    'plan_refused',
    3,
    targets((at) => at.targets({ tags: { long: 'x'.repeat(257) } })),
  ],
  ['a malformed ARN', 'target_invalid', 64, targets((at) => at.targets({ certificate_arn: 'arn:aws:acm' }))],
  [
    'an ARN of another partition',
    'target_invalid',
    64,
    targets((at) => at.targets({ certificate_arn: ARN, region: 'cn-north-1' })),
  ],
  [
    'a certificate that is not ours',
    'plan_refused',
    3,
    async (at) => {
      const theirs = await at.issue();
      const arn = at.emulator.seed({
        certificate: theirs.certificatePem,
        chain: theirs.chainPem,
        privateKey: theirs.privateKeyPem,
      });
      return [
        '-f',
        at.targets({ certificate_arn: arn }),
        ...at.words('a', await at.issue({ notBefore: Date.now() - 60_000 })),
      ];
    },
  ],
  [
    'two targets with one ARN',
    'target_address_shared',
    64,
    targets((at) =>
      at.file(
        'two.json',
        JSON.stringify({
          targets: [at.target('one', { certificate_arn: ARN }), at.target('two', { certificate_arn: ARN })],
        }),
      ),
    ),
  ],
  ['a file that is not there', 'file_unreadable', 64, targets((at) => `${at.folder}/none.yaml`)],
  [
    'a folder as the key',
    'file_unreadable',
    64,
    material(async (at) => [...at.words('a', await at.issue()), '--key', at.folder]),
  ],
  ['an unknown type', 'target_type_unknown', 64, targets((at) => at.targets({}, { type: 'Floppy' }))],
  [
    'a target that is not in the file',
    'usage',
    64,
    async (at) => ['mail', '-f', at.targets(), ...at.words('good', await at.issue())],
  ],
];

describe.each(['deploy', 'plan'])('certctl %s with', (command) => {
  it.each(CASES)('%s: %s, exit code %i', async (_, code, exit, words) => {
    const argv = [command, ...(await words(shop))];
    const human = await runCli(argv, { env: ALLOW });
    expect(human.stderr).toContain(code);
    expect(human.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(human.stderr).not.toMatch(/\n {4}at /);
    expect(human.code).toBe(exit);
    const json = await runCli([...argv, '--json'], { env: ALLOW });
    expect(json.code).toBe(exit);
    expect(json.stderr).toBe('');
    const document = JSON.parse(json.stdout);
    const said = document.error?.code ?? (document.plan?.verdict === 'refused' ? 'plan_refused' : undefined);
    expect(said).toBe(code);
    expect(shop.writes()).toBe(0);
  });
});

it('says that endpoints are not allowed, where they stand, and the flag that allows them', async () => {
  const ran = await runCli(['plan', '-f', shop.targets(), ...shop.words('a', await shop.issue())]);
  expect(ran.code).toBe(64);
  expect(ran.stderr).toMatch(/targets\.json:1: .*--allow-endpoints/);
  expect(shop.emulator.requests.all()).toEqual([]);
});
