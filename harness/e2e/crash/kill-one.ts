import { randomUUID } from 'node:crypto';
import { readCertificate, readPrivateKey } from '@certctl/certificate';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { DeployEnd, DeployerProcess } from '../deployer/deployer-process.js';
import type { Ended } from '../deployer/orders.js';
import type { Attempt } from '../sites/attempt.js';
import type { Chance } from '../sites/chance.js';
import type { Clouds } from '../sites/clouds.js';
import { renewals } from '../sites/leaves.js';
import { ListenerSite } from '../sites/listener-site.js';
import type { Site } from '../sites/site.js';
import { glanceProblems, problemsOf, type Scene } from '../sites/truth.js';
import type { Flow } from './flows.js';
import type { Lane } from './lane.js';
import type { Course, Kill, Shot } from './shots.js';

export interface KillResult {
  readonly kill: Kill;
  /** Phase of the entry that the dead process left; `none` when it left none. */
  readonly left: string;
  /** How the deploy that was killed was closed; `nothing sent` when it had opened no entry. */
  readonly closed: string;
  /** It came to its end before it was killed. */
  readonly missed: boolean;
  readonly kills: number;
  readonly problems: readonly string[];
}

/** What is passed on the way when nobody disturbs it. */
export async function courseOf(flow: Flow, lane: Lane): Promise<Course & { readonly problems: string[] }> {
  const run = await Run.begin(flow, lane);
  const writes: string[] = [];
  lane.clouds.onWrite = ({ operation }) => writes.push(operation);
  const start = performance.now();
  const end = await run.deploy(run.second);
  const problems = await problemsOf(run.scene);
  if (end === 'killed' || end.status !== flow.ends) {
    problems.push(`undisturbed, it ended ${spelled(end)}, and not ${flow.ends}`);
  }
  return {
    flow,
    passed: end === 'killed' ? [] : end.passed,
    writes,
    tookMs: performance.now() - start,
    problems,
  };
}

/** Kills one deploy, lets another process go on, and says what is wrong then. */
export async function killOne(kill: Kill, course: Course, lane: Lane, chance: Chance): Promise<KillResult> {
  const { flow, shot } = kill;
  const run = await Run.begin(flow, lane);
  const { scene } = run;
  const problems: string[] = [];
  const note = (when: string, found: readonly string[]) =>
    problems.push(...found.map((each) => `${when}: ${each}`));

  const victim = await run.ready();
  const aimed = aim(shot, course, victim, lane);
  const end = await run.deploy(run.second, aimed.halts);
  aimed.done();
  const died = run.scene.attempts.at(-1)?.id ?? '';
  await lane.bury();
  await lane.losePower();
  let kills = 1;
  const entry = await openEntry(scene);
  note('after the kill', await glanceProblems(scene));
  if (entry && entry.id === died && end !== 'killed' && end.status !== 'unresolved') {
    note('after the kill', [`${end.status} was answered, and its entry is open in ${entry.phase}`]);
  }

  if (chance.whether('trouble is over')) run.calm();
  const next = chance.whether('another certificate') ? run.third : run.second;
  // The lease of the dead is on no disk by itself: it goes with all other processes that it could keep away.
  if (entry && lane.installation.disk === undefined) {
    const early = await run.deploy(next);
    if (early === 'killed' || early.status !== 'busy') {
      note('at once', [`the lease of the dead was not respected: ${spelled(early)}`]);
    }
  }
  await lane.outlastLeases();
  if (chance.whether('killed again', 0.25)) {
    const successor = await run.killedAfter(next, course.tookMs * chance.part('again'));
    kills += successor === 'killed' ? 1 : 0;
    await lane.bury();
    await lane.losePower();
    await lane.outlastLeases();
    note('after the second kill', await glanceProblems(scene));
  }
  const after = await run.deploy(next);
  if (!(await openEntry(scene))) note(`after the restart (${spelled(after)})`, await problemsOf(scene));

  run.calm();
  const last = await run.deploy(run.fourth);
  if (last === 'killed' || last.status !== 'deployed') {
    note('at the end', [`with nothing in its way, a deploy ended ${spelled(last)}`]);
  }
  note('at the end', await problemsOf(scene));
  if (scene.site.kind === 'file')
    note(
      'at the end',
      scene.site.litter().map((name) => `${name} was left behind`),
    );
  const open = await lane.records.journal.countOpen();
  if (open !== 0) note('at the end', [`${open} entries are open`]);
  const closed = await lane.records.journal.ended(died);
  return {
    kill,
    left: entry?.phase ?? 'none',
    closed: closed?.status ?? 'nothing sent',
    missed: (shot.at === 'passage' || shot.at === 'write') && end !== 'killed',
    kills,
    problems,
  };
}

/** One place from its first deploy to its last. */
class Run {
  readonly #attempts: Attempt[] = [];
  readonly scene: Scene;

  private constructor(
    private readonly flow: Flow,
    private readonly lane: Lane,
    private readonly site: Site,
    private readonly leaves: readonly IssuedLeaf[],
  ) {
    this.scene = {
      site,
      get records() {
        return lane.records;
      },
      attempts: this.#attempts,
      instance: lane.installation.instance,
      storesAnother: flow.storesAnother === true,
    };
  }

  /** What is there before is there. */
  static async begin(flow: Flow, lane: Lane): Promise<Run> {
    const run = new Run(flow, lane, await lane.newSite(flow.site, flow.slots), await renewals(4));
    if (flow.renews) {
      const first = await run.deploy(run.#numbered(0));
      if (first === 'killed' || first.status !== 'deployed') {
        throw new Error(`${flow.name}: what shall be there before ended ${spelled(first)}`);
      }
    }
    if (flow.exchanged) await run.#exchange();
    // What looks before the deploy must not use up what is meant for it.
    await run.ready();
    flow.trouble?.(lane.clouds, lane.reloadFails);
    lane.settle();
    return run;
  }

  /** The deploy that is killed. */
  get second(): Wanted {
    return this.#numbered(1);
  }

  get third(): Wanted {
    return this.#numbered(2);
  }

  get fourth(): Wanted {
    return this.#numbered(3);
  }

  #numbered(number: number): Wanted {
    const leaf = this.leaves[number === 1 && this.flow.tagsOnly ? 0 : number];
    if (!leaf) throw new Error(`there is no leaf ${number}`);
    return { leaf, tags: { release: `${number}`, [`only-${number}`]: 'here' } };
  }

  /** Of what the operator has imported anew, the key is adopted. */
  async #exchange(): Promise<void> {
    const { site, lane } = this;
    const {
      certificatePem: certificate,
      chainPem: chain,
      privateKeyPem: privateKey,
      facts,
    } = this.#numbered(0).leaf;
    if (!(site instanceof ListenerSite)) throw new Error(`${this.flow.name} is not about listeners`);
    const address = site.exchange({ certificate, chain, privateKey });
    const bundle = { leaf: facts, chain: [readCertificate(chain)] };
    await lane.records.keeper.keepPending(address, bundle, readPrivateKey(privateKey), 'adoption');
    await lane.records.keeper.promote(address, 'adoption');
  }

  calm(): void {
    this.lane.clouds.calm();
  }

  /** The process that is alive, with nothing left to load. */
  async ready(): Promise<DeployerProcess> {
    const deployer = await this.lane.running();
    await deployer.prepare(this.site.target({}));
    return deployer;
  }

  async deploy({ leaf, tags }: Wanted, halts?: Aimed['halts']): Promise<DeployEnd> {
    const deployer = await this.ready();
    const id = randomUUID();
    const end = await deployer.deploy({
      id,
      target: this.site.target(tags),
      certificate: leaf.certificatePem,
      chain: leaf.chainPem,
      privateKey: leaf.privateKeyPem,
      ...(halts ? { halts } : {}),
    });
    this.#attempts.push({ id, leaf, tags, end });
    return end;
  }

  /** Killed after so many milliseconds, if it has not come to its end by then. */
  async killedAfter(wanted: Wanted, ms: number): Promise<DeployEnd> {
    const deployer = await this.ready();
    const timer = setTimeout(() => deployer.signal('SIGKILL'), ms);
    const end = await this.deploy(wanted);
    clearTimeout(timer);
    return end;
  }
}

interface Wanted {
  readonly leaf: IssuedLeaf;
  readonly tags: Readonly<Record<string, string>>;
}

interface Aimed {
  readonly halts?: NonNullable<Parameters<DeployerProcess['deploy']>[0]['halts']>;
  readonly done: () => void;
}

function aim(shot: Shot, course: Course, victim: DeployerProcess, lane: Lane): Aimed {
  const { clouds } = lane;
  switch (shot.at) {
    case 'passage':
      return { halts: [{ ...shot.passage, nth: shot.nth, how: 'die' }], done: () => {} };
    case 'end':
      return { done: () => victim.signal('SIGKILL') };
    case 'moment': {
      const timer = setTimeout(() => victim.signal('SIGKILL'), course.tookMs * shot.part);
      return { done: () => clearTimeout(timer) };
    }
    case 'write': {
      const { operation, nth, effect } = shot;
      const hung = effect ? undefined : hangAt(operation, nth, course, clouds);
      let seen = 0;
      clouds.onWrite = (request) => {
        if (request.operation !== operation) return;
        seen += 1;
        if (seen === nth) victim.signal('SIGKILL');
      };
      return {
        done: () => {
          hung?.remove();
          clouds.onWrite = () => {};
        },
      };
    }
  }
}

function hangAt(operation: string, nth: number, { flow }: Course, { acm, elb, vault }: Clouds) {
  const hang = { operation, kind: 'hang', on: { nth } } as const;
  if (flow.site === 'vault') return vault.faults.add(hang);
  return operation.includes('Listener') ? elb.faults.add(hang) : acm.faults.add(hang);
}

function openEntry({ site, records }: Scene) {
  return records.journal.findOpen({ addresses: site.addresses(), targetId: site.target({}).id });
}

function spelled(end: DeployEnd): string {
  return end === 'killed'
    ? end
    : `${end.status}${end.error === undefined ? '' : ` (${(end satisfies Ended).error})`}`;
}
