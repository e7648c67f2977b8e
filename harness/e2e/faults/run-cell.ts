import { isDeepStrictEqual } from 'node:util';
import type { CallRecord } from '@certctl/engine';
import type { FaultKind, FaultSlug } from './fault-kinds.js';
import type { Moment } from './records.js';
import type { Ended, Flow, Scene, WireRequest } from './scene.js';

/** One call of a flow, as a row of the matrix. */
export interface Row {
  readonly flow: Flow;
  readonly operation: string;
  readonly moment: Moment;
  /** Which of the requests of the operation in this moment. */
  readonly nth: number;
  readonly content?: WireRequest['content'];
}

/** A flow without a fault: its calls, and how it ends. */
export interface Baseline {
  readonly rows: readonly Row[];
  readonly usual: Ended & { readonly held: string };
  readonly before: string;
}

/** What was seen of one cell. */
export interface Observed {
  readonly ended: Ended;
  /** Attempts at the call that was struck, and what the last of them was taken for. */
  readonly attempts: number;
  readonly class: CallRecord['result'] | 'none';
  readonly held: string;
  readonly unchanged: boolean;
  /** `event outcome`, in order. */
  readonly audit: readonly string[];
  readonly counters: string;
  /** Of what must be true of every cell, what is not. */
  readonly broken: readonly string[];
  /** How the next deploy ended, where the journal was left open. */
  readonly afterwards?: string;
}

/** Runs a flow without a fault. */
export async function baselineOf(flow: Flow): Promise<Baseline> {
  const scene = await flow.create();
  try {
    const before = scene.held();
    const usual = await scene.act();
    const rows: Row[] = [];
    for (const { operation, moment, content } of scene.wire) {
      const nth = rows.filter((row) => row.operation === operation && row.moment === moment).length + 1;
      rows.push({ flow, operation, moment, nth, ...(content === undefined ? {} : { content }) });
    }
    return { rows: inOrder(rows.filter(flow.rows)), usual: { ...usual, held: scene.held() }, before };
  } finally {
    await scene.close();
  }
}

/** By moment, and then by name: what is sent side by side arrives in any order. */
function inOrder(rows: readonly Row[]): Row[] {
  const moments = [...new Set(rows.map(({ moment }) => moment))];
  const rank = ({ moment, operation, nth }: Row) =>
    `${moments.indexOf(moment)} ${operation} ${String(nth).padStart(3, '0')}`;
  return rows.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Why a fault cannot be met at a call; undefined when it can. */
export async function impossibleAt(row: Row, fault: FaultKind, scene: Scene): Promise<string | undefined> {
  const armed = scene.arm(row.operation, row.nth, fault.slug);
  if ('impossible' in armed) return armed.impossible;
  if (!row.operation.startsWith('filesystem:')) return undefined;
  if (fault.slug === 'truncated' && row.content === undefined) return 'it comes to no content here';
  if (fault.slug === 'stale-read' && row.content !== 'differs from before')
    return 'the file has not changed since it could be read';
  return undefined;
}

/** Runs a flow with one fault at one of its calls. */
export async function runCell(
  row: Row,
  fault: FaultKind,
): Promise<Observed | { readonly impossible: string }> {
  const { flow, operation, moment, nth } = row;
  const scene = await flow.create();
  try {
    const before = scene.snapshot();
    let armed: ReturnType<Scene['arm']> | undefined;
    const arm = () => {
      armed = scene.arm(operation, nth, fault.slug);
    };
    if (moment === 'before') arm();
    else scene.records.journal.entered.set(moment, arm);
    const ended = await scene.act();
    if (armed === undefined) throw new Error(`the flow never came to ${moment}`);
    if ('impossible' in armed) return armed;
    if (armed.used() === 0) throw new Error('the fault was not met');
    return await observe(scene, ended, before, fault);
  } finally {
    await scene.close();
  }
}

async function observe(scene: Scene, ended: Ended, before: unknown, { slug }: FaultKind): Promise<Observed> {
  const { records } = scene;
  const open = await records.journal.countOpen();
  const last = records.struck.at(-1);
  const seen = {
    ended,
    attempts: records.struck.length,
    class: records.struck[0]?.result ?? ('none' as const),
    held: scene.held(),
    unchanged: isDeepStrictEqual(scene.snapshot(), before),
    audit: records.audit.rows().map(({ event, outcome }) => `${event} ${outcome}`),
    counters: await countersOf(scene),
  };
  const broken = [...(await miscounted(scene)), ...untrue(seen, open, last, slug)];
  if (open === 0) return { ...seen, broken };
  scene.heal();
  const next = await scene.again();
  const left = await records.journal.countOpen();
  return {
    ...seen,
    broken: left === 0 ? broken : [...broken, 'the next deploy left the journal open'],
    afterwards: `${next.status}, ${scene.held()}`,
  };
}

async function countersOf({ records }: Scene): Promise<string> {
  const attempts = await records.counter('certctl_deploy_attempts_total');
  const rollbacks = await records.counter('certctl_deploy_rollback_total');
  return [...Object.entries(attempts), ...Object.entries(rollbacks)]
    .map(([series, count]) => (count === 1 ? series : `${series} ${count}`))
    .join(', ');
}

/** Each request is one attempt, one record, and one in the counter of its class. */
async function miscounted({ records, wire, unseen }: Scene): Promise<string[]> {
  const broken: string[] = [];
  const counted = await records.counter('certctl_cloud_calls_total');
  const recorded: Record<string, number> = {};
  for (const { operation, result } of records.calls) {
    const series = `${operation} ${result}`;
    recorded[series] = (recorded[series] ?? 0) + 1;
  }
  if (!isDeepStrictEqual(counted, recorded))
    broken.push('certctl_cloud_calls_total differs from the records');
  const sent = wire.filter(({ handshake }) => !handshake).length;
  const attempts = records.calls.filter(({ operation }) => operation !== unseen).length;
  if (sent !== attempts) {
    broken.push(`${sent} requests on the wire, ${attempts} attempts recorded`);
  }
  return broken;
}

/** What an outcome says must be so. */
function untrue(
  { ended, held, unchanged }: Pick<Observed, 'ended' | 'held' | 'unchanged'>,
  open: number,
  last: CallRecord | undefined,
  fault: FaultSlug,
): string[] {
  const broken: string[] = [];
  const must = (is: boolean, what: string) => {
    if (!is) broken.push(what);
  };
  must(open === (ended.status === 'unresolved' ? 1 : 0), `${open} entries of the journal are open`);
  must(last !== undefined, 'the attempt that was struck is not recorded');
  // What somebody else has written since is for the expectation to say.
  if (fault === 'second-writer') return broken;
  switch (ended.status) {
    case 'deployed':
    case 'unchanged':
      must(held.startsWith('new'), `${ended.status}, and ${held} is held`);
      break;
    case 'failed':
    case 'refused':
    case 'busy':
    case 'listed':
    case 'adopted':
    case 'thrown':
      must(unchanged, `${ended.status}, and something has changed: ${held}`);
      break;
    case 'restored':
      must(held.startsWith('old'), `restored, and ${held} is held`);
      break;
    case 'withdrawn':
      must(unchanged || /^nothing|^deleted|, disabled/.test(held), `withdrawn, and ${held} is held`);
      break;
    case 'also_failed':
    case 'unresolved':
      break;
  }
  return broken;
}
