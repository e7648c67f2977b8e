import type { WritersFlags } from '../commands/writers.js';
import type { Context } from '../context.js';
import { exitOfWriters } from '../exit-code-of.js';
import { sinceOf } from '../options/since.js';
import { renderWriters } from '../render/render-writers.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { withSession } from '../session/open-session.js';
import { findTarget } from '../targets/find-target.js';

export async function writers(
  word: string | undefined,
  flags: WritersFlags,
  context: Context,
): Promise<void> {
  const { io } = context;
  const now = Date.now();
  const since = sinceOf(flags.since, now);
  await withSession(flags, 'look', context, async ({ engine, rules, settle }) => {
    const { target } = await findTarget(word, flags, rules, io);
    const report = await engine.writers(target, { since, until: now, signal: io.signal });
    settle();
    context.exitCode = exitOfWriters(report.verdict);
    if (context.json) writeJson(io.stdout, report);
    else io.stdout.write(renderWriters(report, screenOf(io.stdout, io.env)));
  });
}
