import { createEngine, type Engine, type ServiceOverride, TOKENS } from '@certctl/engine';
import type { Context } from '../context.js';
import type { SessionFlags } from '../options/session-options.js';
import type { TargetRules } from '../targets/find-target.js';
import { usageError } from '../usage-error.js';
import { actorOf } from './actor-of.js';
import { CallTicker } from './call-ticker.js';
import { httpSettings } from './http-settings.js';
import { listedCommands } from './listed-commands.js';
import { logTo } from './log-to.js';
import { openRecords, recordsPlace } from './open-records.js';
import { PLUGINS } from './plugins.js';

/** An engine for one command. */
export interface Session {
  readonly engine: Engine;
  readonly actor: string;
  readonly rules: TargetRules;
  /** Clears the progress line; what follows is the report. */
  settle(): void;
}

/** Whether a command keeps what it does. One that looks uses what is kept, and makes no folder. */
export type Keeping = 'look' | 'keep';

/** Runs an action with an engine, and closes its connections however it ends. */
export async function withSession<T>(
  flags: SessionFlags,
  keeping: Keeping,
  context: Context,
  action: (session: Session) => Promise<T>,
): Promise<T> {
  const { io, json } = context;
  const level = flags.verbose ? 'debug' : flags.logLevel;
  const ticker =
    level === 'silent' && !json && io.stderr.isTTY === true ? new CallTicker(io.stderr) : undefined;
  const allowEndpoints = flags.allowEndpoints ?? io.env.CERTCTL_ALLOW_ENDPOINTS === '1';
  const http = await httpSettings(flags, allowEndpoints, io);
  const services: ServiceOverride[] = [
    [TOKENS.logger, logTo(io.stderr, level)],
    [TOKENS.http, http],
    [TOKENS.commands, await listedCommands(flags.commands ?? (io.env.CERTCTL_COMMANDS || undefined), io)],
    ...(ticker ? [[TOKENS.metrics, ticker] as const] : []),
  ];
  const timing = timingOf(flags);
  const records = await openRecords(recordsPlace(flags, io), keeping === 'keep', http);
  const instance = flags.instance ?? (io.env.CERTCTL_INSTANCE || undefined);
  const engine = createEngine({
    plugins: PLUGINS,
    services: [...services, ...records.services],
    ...(instance === undefined ? {} : { instance }),
    ...(timing ? { timing } : {}),
  });
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
    await records.close();
  }
}

function timingOf({ timeout }: SessionFlags): { readonly deployMs: number } | undefined {
  return timeout === undefined ? undefined : { deployMs: secondsOf(timeout) * 1000 };
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= 86_400) return seconds;
  throw usageError(`--timeout ${JSON.stringify(text)} is not a number of seconds`, 'Give 1 to 86400.');
}
