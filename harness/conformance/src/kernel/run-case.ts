import { isCertctlError, type Plugin, redact } from '@certctl/plugin-api';
import type { InstalledPackage } from '../doors/installed-package.js';
import type { Unprovable } from '../environment/define-environment.js';
import type { Stage } from '../environment/stage.js';
import { saysKey } from '../world/canaries.js';
import { World } from '../world/world.js';
import { CannotProve, CaseFailure } from './case-failure.js';
import type { CaseResult, Exchange, Failure } from './case-result.js';
import type { ConformanceCase } from './conformance-case.js';
import { undeclared } from './is-declared.js';

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
  const { slug, level, title } = wanted;
  const startedAt = performance.now();
  const base = () => ({ slug, level, title, ms: Math.round(performance.now() - startedAt) });
  const left = notRun(wanted, plugin, cannot);
  if (left) return { ...base(), ...left, calls: {} };
  let world: World | undefined;
  try {
    await stage.reset();
    world = new World(plugin, stage, options.packed);
    await inTime(wanted.run(world), options.timeoutMs, options.signal);
    if (world.trouble !== undefined) throw world.trouble;
    return { ...base(), outcome: 'passed', calls: callsOf(stage) };
  } catch (caught) {
    const error = world?.trouble ?? caught;
    if (error instanceof CannotProve)
      return { ...base(), outcome: 'skipped', reason: error.message, calls: callsOf(stage) };
    // What the engine throws was caused by the plugin, or by the service that the case has made fail.
    const failed = error instanceof CaseFailure || isCertctlError(error);
    const failure = failureOf(error, stage, world?.issuer.keys ?? []);
    return { ...base(), outcome: failed ? 'failed' : 'errored', failure, calls: callsOf(stage) };
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

/** A failure as it may be shown: it may quote a service, or the plugin, and those may quote a key. */
function failureOf(error: unknown, stage: Stage, keys: readonly string[]): Failure {
  const safe = (text: string) => (saysKey(text, keys) ? '[removed: it holds a private key]' : redact(text));
  const exchange: Exchange[] = stage
    .wire()
    .slice(-MOST_SHOWN)
    .map((request) => ({
      ...request.exchange,
      request: safe(request.exchange.request),
      answer: safe(request.exchange.answer),
    }));
  if (error instanceof CaseFailure) {
    return { message: safe(error.what), expected: safe(error.wanted), observed: safe(error.seen), exchange };
  }
  if (isCertctlError(error)) return { message: safe(`${error.code}: ${error.message}`), exchange };
  return {
    message: safe(error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
    exchange,
  };
}
