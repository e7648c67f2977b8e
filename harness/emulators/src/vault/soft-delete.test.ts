import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaf } from '../../test-support/acm-session.js';
import { importBody, pfxOf, raw, V, vaultSession } from '../../test-support/vault-session.js';
import { manualClock } from '../server/clock.js';

const DAY_MS = 86_400_000;
const DELETING = 1_000;
const RECOVERING = 2_000;

interface Model {
  state: 'none' | 'active' | 'deleting' | 'deleted' | 'recovering';
  /** When the state ends by itself. */
  until: number;
  purgeAt: number;
  versions: number;
  now: number;
}

/** What time does to the model. */
function settle(model: Model): void {
  if (model.state === 'deleting' && model.now >= model.until) model.state = 'deleted';
  if (model.state === 'recovering' && model.now >= model.until) model.state = 'active';
  if (model.state === 'deleted' && model.now >= model.purgeAt)
    Object.assign(model, { state: 'none', versions: 0 });
}

type World = Awaited<ReturnType<typeof world>>;

async function world() {
  const clock = manualClock(Date.now());
  const { emulator } = await vaultSession({
    clock,
    deletingMs: DELETING,
    recoveringMs: RECOVERING,
    retentionDays: 7,
  });
  const body = importBody(await leaf({ notAfter: Date.now() + 10_000 * DAY_MS }));
  const call = async (method: string, path: string, sent?: object) => {
    const { status, body: answer } = await raw(emulator, method, `${path}?${V}`, sent && { body: sent });
    const error = answer?.error;
    return [status, error?.innererror?.code ?? error?.code].filter(Boolean).join(' ');
  };
  return { clock, emulator, body, call };
}

/** One request, what each state answers it with, and what it does where it succeeds. */
interface Step {
  readonly method: string;
  readonly path: string;
  readonly answers: Record<Model['state'], string>;
  readonly effect?: (model: Model) => void;
}

const ABSENT = '404 CertificateNotFound';
const DELETING_NOW = '409 ObjectIsBeingDeleted';
const RECOVERING_NOW = '409 ObjectIsBeingRecovered';

const STEPS: Readonly<Record<string, Step>> = {
  import: {
    method: 'POST',
    path: '/certificates/site/import',
    answers: {
      none: '200',
      active: '200',
      deleting: DELETING_NOW,
      deleted: '409 ObjectIsDeletedButRecoverable',
      recovering: RECOVERING_NOW,
    },
    effect: (model) => Object.assign(model, { state: 'active', versions: model.versions + 1 }),
  },
  read: {
    method: 'GET',
    path: '/certificates/site/',
    answers: { none: ABSENT, active: '200', deleting: ABSENT, deleted: ABSENT, recovering: ABSENT },
  },
  update: {
    method: 'PATCH',
    path: '/certificates/site/',
    answers: {
      none: ABSENT,
      active: '200',
      deleting: DELETING_NOW,
      deleted: ABSENT,
      recovering: RECOVERING_NOW,
    },
  },
  secret: {
    method: 'GET',
    path: '/secrets/site/',
    answers: {
      none: '404 SecretNotFound',
      active: '200',
      deleting: '404 SecretNotFound',
      deleted: '404 SecretNotFound',
      recovering: '404 SecretNotFound',
    },
  },
  delete: {
    method: 'DELETE',
    path: '/certificates/site',
    answers: {
      none: ABSENT,
      active: '200',
      deleting: DELETING_NOW,
      deleted: ABSENT,
      recovering: RECOVERING_NOW,
    },
    effect: (model) =>
      Object.assign(model, {
        state: 'deleting',
        until: model.now + DELETING,
        purgeAt: model.now + 7 * DAY_MS,
      }),
  },
  readDeleted: {
    method: 'GET',
    path: '/deletedcertificates/site',
    answers: { none: ABSENT, active: ABSENT, deleting: ABSENT, deleted: '200', recovering: ABSENT },
  },
  recover: {
    method: 'POST',
    path: '/deletedcertificates/site/recover',
    answers: {
      none: ABSENT,
      active: ABSENT,
      deleting: DELETING_NOW,
      deleted: '200',
      recovering: '409 Conflict',
    },
    effect: (model) => Object.assign(model, { state: 'recovering', until: model.now + RECOVERING }),
  },
  purge: {
    method: 'DELETE',
    path: '/deletedcertificates/site',
    answers: {
      none: ABSENT,
      active: ABSENT,
      deleting: DELETING_NOW,
      deleted: '204',
      recovering: RECOVERING_NOW,
    },
    effect: (model) => Object.assign(model, { state: 'none', versions: 0 }),
  },
};

class Request implements fc.AsyncCommand<Model, World> {
  constructor(private readonly name: string) {}
  check(): boolean {
    return true;
  }
  async run(model: Model, { call, emulator, body }: World): Promise<void> {
    const step = STEPS[this.name];
    if (step === undefined) throw new Error(`there is no step ${this.name}`);
    settle(model);
    const expected = step.answers[model.state];
    expect(await call(step.method, step.path, this.name === 'import' ? body : undefined)).toBe(expected);
    if (expected.startsWith('2')) step.effect?.(model);
    settle(model);
    const held = emulator.state.certificate('site');
    expect(held?.status ?? 'none').toBe(model.state);
    expect(held?.versions.length ?? 0).toBe(model.versions);
  }
  toString(): string {
    return this.name;
  }
}

class Wait implements fc.AsyncCommand<Model, World> {
  constructor(private readonly ms: number) {}
  check(): boolean {
    return true;
  }
  async run(model: Model, { clock }: World): Promise<void> {
    clock.advance(this.ms);
    model.now += this.ms;
  }
  toString(): string {
    return `wait ${this.ms}`;
  }
}

describe('soft delete', () => {
  it('goes from state to state as the rules say, whatever is asked when', async () => {
    const commands = fc.commands(
      [
        fc.constantFrom(...Object.keys(STEPS)).map((name) => new Request(name)),
        fc.constantFrom('delete', 'recover', 'import').map((name) => new Request(name)),
        fc
          .constantFrom(1, DELETING - 1, DELETING, RECOVERING - 1, RECOVERING, 7 * DAY_MS)
          .map((ms) => new Wait(ms)),
      ],
      { maxCommands: 40 },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        const real = await world();
        const model: Model = { state: 'none', until: 0, purgeAt: 0, versions: 0, now: real.clock.now() };
        await fc.asyncModelRun(() => ({ model, real }), steps);
      }),
      { numRuns: 40 },
    );
  });

  // The turns of time that a run by chance seldom meets.
  it.each([
    [
      'the end of the retention',
      ['delete', DELETING, 'readDeleted', 7 * DAY_MS - DELETING, 'readDeleted', 'recover', 'import'],
    ],
    ['the moment before that', ['delete', 7 * DAY_MS - 1, 'readDeleted', 'import', 'recover']],
    ['the end of a deletion', ['delete', DELETING - 1, 'import', 'recover', 1, 'import', 'purge', 'import']],
    ['a second recover', ['delete', DELETING, 'recover', 'recover', 'purge', 'delete']],
    [
      'the end of a recovery',
      ['delete', DELETING, 'recover', RECOVERING - 1, 'read', 'import', 1, 'read', 'delete'],
    ],
  ])('holds at %s', async (_name, steps) => {
    const real = await world();
    const model: Model = { state: 'none', until: 0, purgeAt: 0, versions: 0, now: real.clock.now() };
    for (const step of ['import', ...steps])
      await (typeof step === 'number' ? new Wait(step) : new Request(step)).run(model, real);
  });

  it('tells when the deleted certificate will be purged, and how far it can be recovered', async () => {
    const { emulator, clock } = await world();
    const made = await leaf();
    await raw(emulator, 'POST', `/certificates/site/import?${V}`, { body: importBody(made) });
    const { body } = await raw(emulator, 'DELETE', `/certificates/site?${V}`);
    const now = Math.floor(clock.now() / 1000);
    expect(body).toMatchObject({
      recoveryId: `${emulator.url}/deletedcertificates/site`,
      deletedDate: now,
      scheduledPurgeDate: now + (7 * DAY_MS) / 1000,
      attributes: { recoveryLevel: 'CustomizedRecoverable+Purgeable', recoverableDays: 7 },
      cer: Buffer.from(made.parsed.der).toString('base64'),
    });
    clock.advance(DELETING);
    const list = await raw(emulator, 'GET', `/deletedcertificates?${V}`);
    expect(list.body.value).toMatchObject([{ id: `${emulator.url}/certificates/site`, deletedDate: now }]);
    expect((await raw(emulator, 'GET', `/certificates?${V}`)).body.value).toEqual([]);
  });

  it('answers a name that is deleted in the words of the service', async () => {
    const { emulator } = await vaultSession();
    const body = importBody(await leaf());
    await raw(emulator, 'POST', `/certificates/site/import?${V}`, { body });
    await raw(emulator, 'DELETE', `/certificates/site?${V}`);
    const { status, body: answer } = await raw(emulator, 'POST', `/certificates/site/import?${V}`, { body });
    expect([status, answer]).toEqual([
      409,
      {
        error: {
          code: 'Conflict',
          message:
            'Certificate site is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the certificate can only be recovered or purged.',
          innererror: { code: 'ObjectIsDeletedButRecoverable' },
        },
      },
    ]);
  });

  it('takes its time, for which the pollers of the SDK wait', async () => {
    const { certificates, emulator } = await vaultSession({ deletingMs: 60, recoveringMs: 60 });
    await certificates.importCertificate('site', pfxOf(await leaf()));
    const deleting = await certificates.beginDeleteCertificate('site', { intervalInMs: 10 });
    expect(emulator.state.certificate('site')?.status).toBe('deleting');
    await deleting.pollUntilDone();
    expect(emulator.state.certificate('site')?.status).toBe('deleted');
    const recovering = await certificates.beginRecoverDeletedCertificate('site', { intervalInMs: 10 });
    expect(emulator.state.certificate('site')?.status).toBe('recovering');
    expect((await recovering.pollUntilDone()).name).toBe('site');
    expect(emulator.requests.of('GetDeletedCertificate').length).toBeGreaterThan(1);
  });

  it('keeps what purge protection keeps', async () => {
    const { emulator } = await vaultSession({ purgeProtection: true });
    const body = importBody(await leaf());
    const { body: bundle } = await raw(emulator, 'POST', `/certificates/site/import?${V}`, { body });
    expect(bundle.attributes.recoveryLevel).toBe('Recoverable');
    await raw(emulator, 'DELETE', `/certificates/site?${V}`);
    expect(await raw(emulator, 'DELETE', `/deletedcertificates/site?${V}`)).toMatchObject({
      status: 403,
      body: { error: { code: 'Forbidden' } },
    });
    expect(emulator.state.deleted()).toHaveLength(1);
  });
});
