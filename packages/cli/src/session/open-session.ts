import { userInfo } from 'node:os';
import { createEngine, type Engine, type Metrics, type ServiceOverride, TOKENS } from '@certctl/engine';
import type { Context } from '../context.js';
import type { LogLevel, SessionFlags } from '../options/session-options.js';
import type { TargetRules } from '../targets/find-target.js';
import { usageError } from '../usage-error.js';
import { CallTicker } from './call-ticker.js';
import { logTo } from './log-to.js';
import { PLUGINS } from './plugins.js';

/** An engine for one command. Journal and keys live as long as the process. */
export interface Session {
  readonly engine: Engine;
  readonly actor: string;
  readonly rules: TargetRules;
  /** Clears the progress line; what follows is the report. */
  settle(): void;
}

/** Runs an action with an engine, and closes its connections however it ends. */
export async function withSession<T>(
  flags: SessionFlags,
  context: Context,
  action: (session: Session) => Promise<T>,
): Promise<T> {
  const { io, json } = context;
  const level = flags.verbose ? 'debug' : flags.logLevel;
  const ticker =
    level === 'silent' && !json && io.stderr.isTTY === true ? new CallTicker(io.stderr) : undefined;
  const allowEndpoints = flags.allowEndpoints ?? io.env.CERTCTL_ALLOW_ENDPOINTS === '1';
  const engine = openEngine(flags, context, { level, allowEndpoints, metrics: ticker });
  try {
    return await action({
      engine,
      rules: { plugins: PLUGINS, allowEndpoints },
      actor: actorOf(),
      settle: () => ticker?.clear(),
    });
  } finally {
    ticker?.clear();
    await engine.close();
  }
}

function openEngine(
  flags: SessionFlags,
  { io }: Context,
  {
    level,
    allowEndpoints,
    metrics,
  }: {
    readonly level: LogLevel;
    readonly allowEndpoints: boolean;
    readonly metrics: Metrics | undefined;
  },
): Engine {
  const instance = flags.instance ?? (io.env.CERTCTL_INSTANCE || undefined);
  const services: ServiceOverride[] = [
    [TOKENS.logger, logTo(io.stderr, level)],
    [TOKENS.http, { connectTimeoutMs: 10_000, maxSockets: 64, allowEndpoints }],
    ...(metrics ? [[TOKENS.metrics, metrics] as const] : []),
  ];
  return createEngine({
    plugins: PLUGINS,
    services,
    ...(instance === undefined ? {} : { instance }),
    ...(flags.timeout === undefined ? {} : { timing: { deployMs: secondsOf(flags.timeout) * 1000 } }),
  });
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= 86_400) return seconds;
  throw usageError(`--timeout ${JSON.stringify(text)} is not a number of seconds`, 'Give 1 to 86400.');
}

function actorOf(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    // A container's user may have no name.
    return `cli:${process.getuid?.() ?? 'unknown'}`;
  }
}
