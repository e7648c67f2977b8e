import { isCertctlError, type Plugin, redact } from '@certctl/plugin-api';
import type { InstalledPackage } from '../doors/installed-package.js';
import type { Unprovable } from '../environment/define-environment.js';
import type { Stage, WireRequest } from '../environment/stage.js';
import { saysKey } from '../world/canaries.js';
import { World } from '../world/world.js';
import { CannotProve, CaseFailure } from './case-failure.js';
import type { CaseResult, Exchange, Failure } from './case-result.js';
import type { ConformanceCase } from './conformance-case.js';
import { undeclared } from './is-declared.js';
import { levelOf } from './level-of.js';
import { undeclaredFailure, undeclaredRequests } from './undeclared-requests.js';

export interface RunCaseOptions {
  readonly plugin: Plugin;
  readonly stage: Stage;
  readonly cannot: readonly Unprovable[];
  /** Milliseconds after which a case that has not ended has failed: a plugin may wait for ever. */
  readonly timeoutMs: number;
  readonly packed?: InstalledPackage;
  /** Ends the case, which is then skipped. */
  readonly signal?: AbortSignal;
}

/** Why a case that somebody stopped is skipped. */
export const STOPPED = 'the run was stopped';

/** Requests that a failure shows. */
const MOST_SHOWN = 25;

/** Why a case is not run with this plugin here; undefined when it is. */
export function notRun(
  wanted: ConformanceCase,
  plugin: Plugin,
  cannot: readonly Unprovable[],
): Pick<CaseResult, 'outcome' | 'reason'> | undefined {
  const reason = undeclared(wanted, plugin);
  if (reason !== undefined) return { outcome: 'not-declared', reason };
  const unprovable = cannot.find(({ slug }) => slug === wanted.slug);
  return unprovable && { outcome: 'skipped', reason: unprovable.reason };
}

/** Runs one case on a stage that has been reset. Never throws for what a case, a plugin or a service does. */
export async function runCase(wanted: ConformanceCase, options: RunCaseOptions): Promise<CaseResult> {
  const { plugin, stage, cannot } = options;
  const { slug, title } = wanted;
  const level = levelOf(wanted, options.packed);
  const startedAt = performance.now();
  const base = () => ({ slug, level, title, ms: Math.round(performance.now() - startedAt) });
  const left = notRun(wanted, plugin, cannot);
  if (left) return { ...base(), ...left, calls: {} };
  const { keys, ...ended } = await endOf(wanted, options);
  const strange = undeclaredRequests(stage, plugin, cannot);
  // What failed by itself says more of its cause, and the report counts these requests all the same.
  const isJudged = ended.outcome === 'passed' || ended.outcome === 'skipped';
  if (!isJudged || strange.length === 0) return { ...base(), ...ended, calls: callsOf(stage) };
  const failure = failureOf(undeclaredFailure(strange), stage, keys, strange);
  return { ...base(), outcome: 'failed', failure, calls: callsOf(stage) };
}

/** What the case itself says. Whatever the plugin still sends as it is closed has been sent when this returns. */
async function endOf(
  wanted: ConformanceCase,
  { plugin, stage, packed, timeoutMs, signal }: RunCaseOptions,
): Promise<Pick<CaseResult, 'outcome' | 'reason' | 'failure'> & { readonly keys: readonly string[] }> {
  let world: World | undefined;
  const keys = () => world?.issuer.keys ?? [];
  try {
    await stage.reset();
    world = new World(plugin, stage, packed);
    await inTime(wanted.run(world), timeoutMs, signal);
    if (world.trouble !== undefined) throw world.trouble;
    return { outcome: 'passed', keys: keys() };
  } catch (caught) {
    const error = world?.trouble ?? caught;
    if (error instanceof CannotProve) return { outcome: 'skipped', reason: error.message, keys: keys() };
    // What the engine throws was caused by the plugin, or by the service that the case has made fail.
    const failed = error instanceof CaseFailure || isCertctlError(error);
    const failure = failureOf(error, stage, keys());
    return { outcome: failed ? 'failed' : 'errored', failure, keys: keys() };
  } finally {
    await world?.close();
  }
}

async function inTime(work: Promise<void>, ms: number, signal?: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let stop = () => {};
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CaseFailure('the case', `an end within ${ms} ms`, 'none')), ms);
    stop = () => reject(new CannotProve(STOPPED));
  });
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** How often each declared operation was seen, whatever the plugin says. */
function callsOf(stage: Stage): Record<string, number> {
  const calls: Record<string, number> = {};
  for (const { operations, handshake } of stage.wire()) {
    if (handshake) continue;
    const operation = operations.join(' or ') || 'not declared';
    calls[operation] = (calls[operation] ?? 0) + 1;
  }
  return calls;
}

/**
 * A failure as it may be shown: it may quote a service, or the plugin, and those may quote a key.
 * @param about requests that are shown however many came after them
 */
function failureOf(
  error: unknown,
  stage: Stage,
  keys: readonly string[],
  about: readonly WireRequest[] = [],
): Failure {
  const safe = (text: string) => (saysKey(text, keys) ? '[removed: it holds a private key]' : redact(text));
  const exchange: Exchange[] = shownOf(stage.wire(), about).map((request) => ({
    ...request.exchange,
    request: safe(request.exchange.request),
    answer: safe(request.exchange.answer),
  }));
  if (error instanceof CaseFailure) {
    const { what, wanted, seen, rule } = error;
    const said = { message: safe(what), expected: safe(wanted), observed: safe(seen), exchange };
    return rule ? { ...said, rule } : said;
  }
  if (isCertctlError(error)) return { message: safe(`${error.code}: ${error.message}`), exchange };
  return {
    message: safe(error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
    exchange,
  };
}

/** The last requests, and with them those that it is about, in their order. */
function shownOf(wire: readonly WireRequest[], about: readonly WireRequest[]): readonly WireRequest[] {
  const first = about.slice(0, MOST_SHOWN);
  const others = wire.filter((request) => !first.includes(request));
  const last = others.slice(Math.max(0, others.length - (MOST_SHOWN - first.length)));
  return wire.filter((request) => first.includes(request) || last.includes(request));
}
