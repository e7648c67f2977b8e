import type { FaultKind } from '@certctl/reference';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowWorld } from '../testing/flow-world.js';
import type { ModelKind } from '../testing/model-store.js';

/** What must be so of the world, in as few words as there are. */
interface Model {
  /** What may be held: numbers of leaves, and words. */
  mayHold: readonly (number | string)[];
  /** The leaf that the target is on hold for; `maybe` after a process was killed. */
  onHold: number | 'none' | 'maybe';
  /** Whether an entry of the journal may be open. */
  mayBeOpen: boolean;
  /** Whether the process runs. */
  alive: boolean;
  lastSent: number | undefined;
  exhausted: boolean;
}

type Command = fc.AsyncCommand<Model, FlowWorld>;

/** What holds whatever happens. */
async function checkAlways(model: Model, world: FlowWorld): Promise<void> {
  expect(model.mayHold).toContain(world.held());
  const open = await world.records.journal.countOpen();
  expect(open).toBeLessThanOrEqual(model.mayBeOpen ? 1 : 0);
  const all = await world.records.rows();
  const rows = all.filter(({ event }) => event === 'deploy').length;
  expect(rows).toBeGreaterThanOrEqual(world.ended);
  expect(rows).toBeLessThanOrEqual(world.ended + world.killed);
  // What has ended is in the audit, once, and in the records, wherever the process was killed.
  for (const { entry, status } of await world.records.journal.history(world.target.id, 100)) {
    const ends = all.filter(
      ({ deploymentId, event, outcome }) =>
        deploymentId === entry.id && ['deploy', 'recovery'].includes(event) && outcome !== 'unresolved',
    );
    expect(ends.map(({ outcome }) => outcome)).toEqual([status]);
    expect(await world.records.deployments.get(entry.id)).toMatchObject({ status });
  }
  if (model.alive && model.onHold !== 'maybe') {
    const hold = await world.records.holds.get(world.target.id);
    const held = model.onHold === 'none' ? undefined : world.leaf(model.onHold).facts.fingerprint;
    expect(hold?.fingerprint).toBe(held);
  }
}

class Deploy implements Command {
  constructor(private readonly which: 'new' | 'same' | 'older') {}

  check({ alive, exhausted, lastSent }: Readonly<Model>): boolean {
    return (
      alive &&
      (this.which === 'new' ? !exhausted : lastSent !== undefined && (this.which === 'same' || lastSent > 0))
    );
  }

  async run(model: Model, world: FlowWorld): Promise<void> {
    const leaf = this.#choose(model, world);
    const before = world.held();
    const wasOpen = (await world.records.journal.countOpen()) > 0;
    // What a killed process would have said, nobody hears.
    const outcome = await world.deploy(leaf).catch(() => undefined);
    model.exhausted = world.isExhausted;
    model.lastSent = leaf;
    model.alive = world.alive;
    if (!world.alive || outcome === undefined) {
      expect(world.alive).toBe(false);
      world.killed += 1;
      // Killed in the middle: the old or the new one, and what a way back or a bad import may have left.
      model.mayHold = [...new Set([...model.mayHold, before, leaf, 'foreign', 'nothing', 'disabled'])];
      model.onHold = 'maybe';
      model.mayBeOpen = true;
      return checkAlways(model, world);
    }
    world.ended += 1;
    const { status } = outcome;
    const held = world.held();
    const open = await world.records.journal.countOpen();
    // A deploy that could not even look at what was open leaves it as it is.
    const mayLeave = wasOpen && (status === 'failed' || status === 'refused' || status === 'busy');
    if (!mayLeave) expect(open).toBe(status === 'unresolved' ? 1 : 0);
    model.mayBeOpen = open > 0;
    switch (status) {
      case 'deployed':
      case 'unchanged':
        expect(held).toBe(leaf);
        await expectKept(world, leaf);
        break;
      case 'refused':
      case 'failed':
      case 'busy':
        if (!wasOpen) expect(held).toBe(before);
        break;
      case 'restored':
        expect(typeof held === 'number' ? held : 'foreign').not.toBe(leaf);
        if (!wasOpen) expect(held).toBe(before);
        break;
      case 'withdrawn':
        expect(['nothing', 'disabled']).toContain(held);
        break;
      case 'also_failed':
        expect(outcome.commands).not.toEqual([]);
        if (outcome.holds === 'new') expect(held).toBe(leaf);
        break;
      case 'unresolved':
        break;
    }
    model.mayHold = [held];
    // What was left open and is closed by this deploy may have put the target on hold, too.
    if (status === 'deployed') model.onHold = 'none';
    else if (status === 'restored' || status === 'withdrawn' || status === 'also_failed') model.onHold = leaf;
    else if (wasOpen || status === 'unresolved') model.onHold = 'maybe';
    await checkAlways(model, world);
  }

  #choose({ lastSent }: Model, world: FlowWorld): number {
    if (this.which === 'new') return world.next++;
    const last = lastSent ?? 0;
    return this.which === 'same' ? last : last - 1;
  }

  toString(): string {
    return `deploy ${this.which}`;
  }
}

/** The key of what was deployed is kept, and no more than two others. */
async function expectKept(world: FlowWorld, leaf: number): Promise<void> {
  const { addressBook, keeper } = world.records;
  // A reference of the vault is longer than the name that its keys are kept under.
  const reference = await addressBook.referenceOf(world.target.id);
  const kept = await keeper.list(reference?.replace('secrets/', '') ?? '');
  expect(kept.length).toBeLessThanOrEqual(3);
  expect(kept.map(({ fingerprint }) => fingerprint)).toContain(world.leaf(leaf).facts.fingerprint);
}

class Crash implements Command {
  constructor(private readonly steps: number) {}
  check({ alive }: Readonly<Model>): boolean {
    return alive;
  }
  async run(model: Model, world: FlowWorld): Promise<void> {
    world.killAfter(this.steps);
    await checkAlways(model, world);
  }
  toString(): string {
    return `killed after ${this.steps}`;
  }
}

class Restart implements Command {
  check(): boolean {
    return true;
  }
  async run(model: Model, world: FlowWorld): Promise<void> {
    world.restart();
    model.alive = true;
    await checkAlways(model, world);
  }
  toString(): string {
    return 'restart';
  }
}

class Fault implements Command {
  constructor(
    private readonly operation: string,
    private readonly kind: FaultKind,
    private readonly times: number,
  ) {}
  check(): boolean {
    return true;
  }
  async run(_: Model, world: FlowWorld): Promise<void> {
    world.fault({ operation: this.operation, kind: this.kind, times: this.times });
  }
  toString(): string {
    return `${this.operation} ${this.kind} ${this.times}`;
  }
}

class Heal implements Command {
  check(): boolean {
    return true;
  }
  async run(_: Model, world: FlowWorld): Promise<void> {
    world.heal();
  }
  toString(): string {
    return 'heal';
  }
}

class Stranger implements Command {
  constructor(private readonly does: 'writes' | 'disables') {}
  check({ mayHold }: Readonly<Model>): boolean {
    return !(mayHold.length === 1 && mayHold[0] === 'nothing');
  }
  async run(model: Model, world: FlowWorld): Promise<void> {
    if (this.does === 'disables') world.strangerDisables();
    else world.strangerWrites();
    model.mayHold = [world.held()];
    await checkAlways(model, world);
  }
  toString(): string {
    return `somebody ${this.does}`;
  }
}

class Release implements Command {
  check({ alive }: Readonly<Model>): boolean {
    return alive;
  }
  async run(model: Model, world: FlowWorld): Promise<void> {
    const released = await world.release().catch(() => false);
    model.alive = world.alive;
    if (model.onHold !== 'maybe') expect(released).toBe(model.onHold !== 'none');
    model.onHold = world.alive ? 'none' : 'maybe';
    await checkAlways(model, world);
  }
  toString(): string {
    return 'release';
  }
}

const KINDS: readonly FaultKind[] = [
  'refused',
  'forbidden',
  'throttled',
  'conflict',
  'lost-request',
  'lost-answer',
  'wrong-certificate',
];
function commandsOf(operations: readonly string[], disables: boolean): fc.Arbitrary<Iterable<Command>> {
  const all = [
    fc.constant(new Deploy('new')),
    fc.constant(new Deploy('new')),
    fc.constant(new Deploy('same')),
    fc.constant(new Deploy('older')),
    fc
      .tuple(
        fc.constantFrom(...operations),
        fc.constantFrom(...KINDS),
        fc.oneof(fc.constant(1), fc.constant(1), fc.constant(2), fc.constant(500)),
      )
      .map(([operation, fault, times]) => new Fault(operation, fault, times)),
    fc.nat(24).map((steps) => new Crash(steps)),
    fc.constant(new Restart()),
    fc.constant(new Heal()),
    fc.constant(new Stranger('writes')),
    fc.constant(new Release()),
    ...(disables ? [fc.constant(new Stranger('disables'))] : []),
  ];
  // Repeated with the path that a failure prints: `replayPath` here, and `seed` and `path` below.
  return fc.commands(all, { maxCommands: 14 });
}

const SEED = Number(process.env.CERTCTL_MODEL_SEED ?? 20_270_115);
const RUNS = Number(process.env.CERTCTL_MODEL_RUNS ?? 60);

describe.each([
  'in-place',
  'versioned',
  'fingerprint',
  'serial',
  'handshake',
] as const satisfies readonly ModelKind[])('any history of a target in a store that is %s', (kind) => {
  it('keeps to the model of what may be held, kept, open, on hold and written down', async () => {
    const first = await FlowWorld.create(kind);
    const { operations, disable } = first.store;
    await first.close();
    await fc.assert(
      fc.asyncProperty(commandsOf(operations, disable !== undefined), async (commands) => {
        const world = await FlowWorld.create(kind);
        const model: Model = {
          mayHold: ['nothing'],
          onHold: 'none',
          mayBeOpen: false,
          alive: true,
          lastSent: undefined,
          exhausted: false,
        };
        try {
          await fc.asyncModelRun(() => ({ model, real: world }), commands);
          // Whatever was left, the next process with a service that is well brings to an end.
          world.heal();
          world.restart();
          if (world.isExhausted) return;
          await world.deploy(world.next++);
          expect(await world.records.journal.countOpen()).toBe(0);
        } finally {
          await world.close();
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  }, 120_000);
});
