import { join } from 'node:path';
import { openPersistence, type Persistence } from '@certctl/persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { importCertificate } from './testing/import-certificate.js';
import { runCli } from './testing/run-cli.js';
import { Workshop } from './testing/workshop.js';

const MINUTE = 60_000;
const PARTS = ['HOLDS NOW', 'WANTED', 'WHAT FAILED', 'WILL IT RETRY', 'DO THIS', 'WHO ELSE WRITES'];

let shop: Workshop;
let data = '';
let number = 0;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  shop = await Workshop.open();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await shop.close();
});
beforeEach(() => {
  shop.emulator.reset();
  number += 1;
  data = join(shop.folder, `data-${number}`);
});

const cli = (...argv: string[]) =>
  runCli(argv, {
    env: {
      CERTCTL_ALLOW_ENDPOINTS: '1',
      CERTCTL_DATA: data,
      CERTCTL_KEY_FILE: join(shop.folder, 'kek'),
    },
  });

async function leafOf(name: string, minutesOld: number): Promise<string[]> {
  const notBefore = Math.floor((Date.now() - minutesOld * MINUTE) / 1000) * 1000;
  return shop.words(name, await shop.issue({ notBefore }));
}

const file = () => ['-f', shop.targets()];
const deploy = (words: readonly string[]) => cli('deploy', ...file(), ...words, '--timeout', '2');

/** A first certificate, held. */
async function deployed(): Promise<void> {
  expect((await cli('deploy', ...file(), ...(await leafOf('old', 60)))).code).toBe(0);
}

const fault = {
  wrong: () => shop.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' }),
  denied: (nth: number) =>
    shop.emulator.faults.add({
      operation: 'ImportCertificate',
      kind: 'error',
      name: 'AccessDeniedException',
      message: 'not authorized to perform acm:ImportCertificate',
      on: { times: 9, after: nth - 1 },
    }),
};

const arn = () => shop.emulator.state.certificates()[0]?.arn ?? '';

/** Something done to the records past the program. */
async function withRecords(work: (store: Persistence) => Promise<unknown>): Promise<void> {
  const store = await openPersistence({ folder: data, clock: { now: Date.now } });
  await work(store);
  await store.close();
}

/** What a deploy that did not succeed tells to run next, run as it stands. */
async function explained(printed: string) {
  const line = printed.trimEnd().split('\n').at(-1) ?? '';
  expect(line).toMatch(/^certctl explain (?:[0-9a-f-]{36}|web) -f \S+$/);
  const ran = await cli(...line.split(' ').slice(1));
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return ran.stdout;
}

/** The first screen: everything up to the second empty line. */
function screenOf(text: string): readonly string[] {
  const lines = text.split('\n');
  const second = lines.indexOf('', lines.indexOf('') + 1);
  return second < 0 ? lines : lines.slice(0, second);
}

function part(text: string, title: string): string {
  const screen = screenOf(text);
  const from = screen.findIndex((line) => line.startsWith(title));
  const rest = screen.slice(from + 1);
  const length = rest.findIndex((line) => /^[A-Z]/.test(line));
  const lines = [screen[from]?.slice(17), ...rest.slice(0, length < 0 ? undefined : length)];
  return lines.map((line) => line?.trim()).join(' ');
}

describe('what is explained of a deploy that ended', () => {
  const cases: readonly (readonly [
    status: string,
    make: () => Promise<string>,
    title: RegExp,
    says: Readonly<Record<string, RegExp>>,
  ])[] = [
    [
      'refused',
      async () => {
        await deployed();
        return (await deploy(await leafOf('older', 90))).stdout;
      },
      /^REFUSED {2}web \(AWSACM\)/,
      {
        'HOLDS NOW': /serial \w+, expires in \d+ days .*the one from before/,
        'WHAT FAILED': /^plan: older_than_held: /,
        'WILL IT RETRY': /^No\./,
        'DO THIS': /allow_older/,
      },
    ],
    [
      'failed',
      async () => {
        await deployed();
        fault.denied(1);
        return (await deploy(await leafOf('new', 30))).stdout;
      },
      /^NOT CHANGED/,
      {
        'HOLDS NOW': /the one from before/,
        'WHAT FAILED':
          /^import: acm:ImportCertificate answered AccessDeniedException \(HTTP 400\): .*\[request [0-9a-f-]{36}\]$/,
        'WILL IT RETRY': /Not by itself/,
        'DO THIS': /acm:ImportCertificate/,
      },
    ],
    [
      'restored',
      async () => {
        await deployed();
        fault.wrong();
        return (await deploy(await leafOf('new', 30))).stdout;
      },
      /^RESTORED/,
      {
        'HOLDS NOW': /the one from before this deploy/,
        'WHAT FAILED': /^prove: \w+: /,
        'WILL IT RETRY': /on hold/,
        'DO THIS': /certctl release web/,
      },
    ],
    [
      'withdrawn',
      async () => {
        fault.wrong();
        return (await deploy(await leafOf('new', 30))).stdout;
      },
      /^WITHDRAWN/,
      { 'HOLDS NOW': /^nothing$/, 'WILL IT RETRY': /on hold/ },
    ],
    [
      'also_failed',
      async () => {
        await deployed();
        fault.wrong();
        fault.denied(2);
        return (await deploy(await leafOf('new', 30))).stdout;
      },
      /^ROLLBACK FAILED/,
      {
        'HOLDS NOW': /neither the one from before nor the wanted one/,
        'WHAT FAILED':
          /^prove: \w+: .* then the way back: restore: acm:ImportCertificate answered AccessDenied/,
        'DO THIS': /^Run the \d commands of "Recovery by hand" below.*certctl release web/,
      },
    ],
    [
      'deployed',
      async () => {
        await deployed();
        return `certctl explain web ${file().join(' ')}`;
      },
      /^DEPLOYED/,
      { 'HOLDS NOW': /the new one: what was wanted/, 'WHAT FAILED': /^nothing$/, 'DO THIS': /^Nothing\.$/ },
    ],
    [
      'unchanged',
      async () => {
        await deployed();
        await deploy(['--cert', `${shop.folder}/old.crt`, '--key', `${shop.folder}/old.key`]);
        return `certctl explain web ${file().join(' ')}`;
      },
      /^NOTHING TO DO/,
      { 'HOLDS NOW': /the new one/, 'WILL IT RETRY': /^There is nothing to retry\.$/ },
    ],
    [
      'busy',
      async () => {
        await deployed();
        await withRecords(({ leases }) => leases.acquire(arn(), 'another', MINUTE));
        return (await deploy(await leafOf('new', 30))).stdout;
      },
      /^BUSY/,
      {
        'HOLDS NOW': /the one from before/,
        'WHAT FAILED': /^lease: lease_held: deployment another is at work/,
        'DO THIS': /Wait until deployment another has ended/,
      },
    ],
    [
      'rolled back',
      async () => {
        await deployed();
        expect((await cli('deploy', ...file(), ...(await leafOf('new', 30)))).code).toBe(0);
        const back = await cli('rollback', ...file());
        expect(back).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ROLLED BACK {2}web/) });
        return `certctl explain web ${file().join(' ')}`;
      },
      /^ROLLED BACK/,
      {
        'HOLDS NOW': /the one that was to be brought back/,
        'WHAT FAILED': /^nothing$/,
        'DO THIS': /on hold until a newer certificate comes, or: \$ certctl release web/,
      },
    ],
    [
      'unresolved',
      async () => {
        await deployed();
        shop.emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
        for (const operation of ['GetCertificate', 'DescribeCertificate']) {
          shop.emulator.faults.add({
            operation,
            kind: 'error',
            name: 'AccessDeniedException',
            message: 'no',
            on: { times: 500, after: 1 },
          });
        }
        return (await deploy(await leafOf('new', 30))).stdout;
      },
      /^UNKNOWN/,
      {
        'HOLDS NOW':
          /^not known, and it cannot be looked up now \(acm:\w+: AccessDeniedException\) before: CN = www/,
        'WILL IT RETRY': /next deploy of this target first finds out/,
        'WHAT FAILED': /^import: acm:ImportCertificate was sent, and its answer was lost \(ECONNRESET\)/,
        'DO THIS': /\$ certctl show web/,
      },
    ],
  ];

  it.each(cases)(
    '%s: the first screen has 80 columns and 24 lines at most',
    async (status, make, title, says) => {
      const text = await explained(await make());
      expect(text).toMatch(title);
      const screen = screenOf(text);
      expect(screen.length).toBeLessThanOrEqual(24);
      expect(screen.filter((line) => line.length > 80)).toEqual([]);
      expect(screen.filter((line) => /^[A-Z]+ [A-Z]/.test(line)).length).toBeGreaterThan(0);
      for (const name of PARTS)
        expect(
          screen.filter((line) => line.startsWith(name)),
          name,
        ).toHaveLength(1);
      for (const [name, wanted] of Object.entries(says)) expect(part(text, name), name).toMatch(wanted);
      expect(text).toContain('Each call');
      if (process.env.CERTCTL_SCREENS) {
        const { writeFileSync } = await import('node:fs');
        writeFileSync(join(process.env.CERTCTL_SCREENS, `${status}.txt`), text);
      }
    },
  );
});

describe('what is explained of a deploy', () => {
  /** The import's answer is lost, and nothing can be seen until the faults are gone. */
  async function unresolved(): Promise<string> {
    await deployed();
    shop.emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    shop.emulator.faults.add({
      operation: 'GetCertificate',
      kind: 'error',
      name: 'AccessDeniedException',
      message: 'no',
      on: { times: 500, after: 1 },
    });
    const ran = await deploy(await leafOf('new', 30));
    expect(ran.code).toBe(7);
    shop.emulator.faults.clear();
    return ran.stdout.trimEnd().split('\n').at(-1)?.split(' ')[2] ?? '';
  }

  it('that a later one has ended says which, and how', async () => {
    const id = await unresolved();
    const next = await deploy(['--cert', `${shop.folder}/new.crt`, '--key', `${shop.folder}/new.key`]);
    expect(next.stdout).toMatch(/^NOTHING TO DO/);
    const { code, stdout } = await cli('explain', id, ...file());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^DEPLOYED {2}web.*\n.*, ended by [0-9a-f]{8} on /);
    expect(part(stdout, 'HOLDS NOW')).toMatch(/the new one: what was wanted/);
    expect(stdout).toMatch(/recover +acm:GetCertificate/);
  });

  /** What a process that was killed in the middle of its import has left. */
  async function killed(id: string): Promise<void> {
    await deployed();
    const { der, fingerprint, serial } = (await shop.issue()).facts;
    await withRecords(async ({ journal }) => {
      const [last] = await journal.history('web', 1);
      if (!last) throw new Error('the journal has no entry');
      const { leaf } = last.entry.incoming;
      const incoming = { leaf: der, chain: [], fingerprint, serial };
      const own = { id, owner: id, phase: 'importing', incoming, fresh: false, inFlightUntil: 0 } as const;
      await journal.open({ ...last.entry, ...own, preImage: { state: 'present', leaf } });
    });
  }

  it('of which no process has left a record says how far it had come', async () => {
    await killed('killed-1');
    for (const word of ['killed-1', 'kill', 'web']) {
      const { code, stdout } = await cli('explain', word, ...file());
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^NOT ENDED {2}web/)]);
      expect(part(stdout, 'WHAT FAILED')).toMatch(/killed, or is still at work; it had come to: importing/);
      expect(part(stdout, 'HOLDS NOW')).toMatch(/neither the one from before nor the wanted one|from before/);
    }
  });

  it('that was killed, and over which somebody else wrote, says both, with the commands', async () => {
    await killed('killed-2');
    await importCertificate(shop.emulator.url, arn(), await shop.issue());
    await deploy(await leafOf('next', 10));
    const { stdout } = await cli('explain', 'killed-2', ...file());
    expect(stdout).toMatch(/^ROLLBACK FAILED {2}web/);
    expect(part(stdout, 'WHAT FAILED')).toMatch(
      /^its process was killed; it had come to: importing then the way back: somebody else wrote in the meantime/,
    );
    expect(part(stdout, 'WHO ELSE WRITES')).toMatch(/somebody else writes/);
    expect(stdout).toContain('Recovery by hand');
  });

  it('says what was last seen, and when, where no target is given to look at', async () => {
    await deployed();
    fault.wrong();
    const printed = (await deploy(await leafOf('new', 30))).stdout;
    const id = printed.trimEnd().split('\n').at(-1)?.split(' ')[2] ?? '';
    const { stdout } = await cli('explain', id.slice(0, 8));
    expect(part(stdout, 'HOLDS NOW')).toMatch(
      /^last seen \d{4}-.* UTC: CN = www.*not looked up\. To look: certctl explain web -f targets\.yaml/,
    );
  });

  it('is one JSON document, too', async () => {
    await deployed();
    fault.denied(1);
    await deploy(await leafOf('new', 30));
    const { code, stdout } = await cli('explain', 'web', ...file(), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      deployment: { status: 'failed', startedAt: expect.stringMatching(/Z$/), calls: expect.any(Array) },
      live: { status: { state: 'present' } },
      explanation: {
        whatFailed: [expect.stringContaining('AccessDeniedException')],
        doThis: [expect.stringContaining('Grant it')],
        trail: expect.stringContaining('aws cloudtrail lookup-events'),
      },
    });
  });

  it.each(['nothing', 'nobody-1'])('of %s is that nothing is recorded', async (word) => {
    await deployed();
    const { code, stderr } = await cli('explain', word);
    expect(code).toBe(64);
    expect(stderr).toMatch(/^certctl: usage: nothing is recorded of .*certctl history TARGET/);
  });
});

describe('a rollback', () => {
  it('can name a deployment by the beginning of its id, and is refused for one that is not known', async () => {
    await deployed();
    const first = JSON.parse((await cli('history', 'web', '--json')).stdout).rows[0].deploymentId;
    expect((await cli('deploy', ...file(), ...(await leafOf('c', 20)))).code).toBe(0);
    expect((await cli('rollback', ...file(), '--to', 'ffffffff')).code).toBe(64);
    const back = await cli('rollback', 'web', ...file(), '--to', first.slice(0, 8));
    expect(back).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ROLLED BACK/) });
    expect((await cli('verify', ...file(), '--cert', `${shop.folder}/old.crt`)).code).toBe(0);
    const again = await deploy(['--cert', `${shop.folder}/c.crt`, '--key', `${shop.folder}/c.key`]);
    expect(again).toMatchObject({ code: 3, stdout: expect.stringContaining('certctl release TARGET') });
  });

  it('of what nothing was held before is refused, and says what to do', async () => {
    await deployed();
    const refused = await cli('rollback', ...file());
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/^certctl: rollback_impossible: nothing was held before deployment/);
    // There was no plan; what was asked for, and refused, is recorded all the same.
    expect(await explained(refused.stdout)).toMatch(/^REFUSED {2}web/);
  });
});
