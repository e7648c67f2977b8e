import type { ShowFlags } from '../commands/show.js';
import type { Context } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { renderStatus } from '../render/render-status.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { withSession } from '../session/open-session.js';
import { findTarget } from '../targets/find-target.js';

export async function show(word: string | undefined, flags: ShowFlags, context: Context): Promise<void> {
  const { io } = context;
  await withSession(flags, 'look', context, async ({ engine, rules, settle }) => {
    const { target } = await findTarget(word, flags, rules, io);
    const status = await engine.show(target, { signal: io.signal });
    settle();
    context.exitCode = (status.state === 'present' ? EXIT_CODES.done : EXIT_CODES.different).code;
    if (context.json) writeJson(io.stdout, status);
    else io.stdout.write(renderStatus(status, screenOf(io.stdout, io.env)));
  });
}
