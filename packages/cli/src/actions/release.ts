import type { Hold, RestoredHold } from '@certctl/engine';
import type { Persistence } from '@certctl/persistence';
import type { ReleaseFlags } from '../commands/release.js';
import type { Context } from '../context.js';
import { hang, page } from '../render/layout.js';
import { oneLine } from '../render/one-line.js';
import { holdLines } from '../render/render-hold.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { actorOf } from '../session/actor-of.js';
import { withStore } from '../session/open-store.js';
import { usageError } from '../usage-error.js';

export async function release(
  word: string | undefined,
  flags: ReleaseFlags,
  { io, json }: Context,
): Promise<void> {
  if ((word === undefined) !== (flags.all === true)) {
    throw usageError('release one target, or --all', 'Give the id of a target, or --all.');
  }
  await withStore(flags, io, async (store) => {
    const { createEngine, TOKENS } = await import('@certctl/engine');
    const engine = createEngine({
      plugins: [],
      services: [
        [TOKENS.holds, store.holds],
        [TOKENS.audit, store.audit],
        [TOKENS.together, (work) => store.together(work)],
      ],
    });
    const lifted = word === undefined ? [] : await holdsOf(word, store);
    const released =
      word === undefined ? await engine.releaseRestored(actorOf()) : await engine.release(word, actorOf());
    if (json) {
      writeJson(io.stdout, { target: word ?? '*', released, holds: lifted });
      return;
    }
    const screen = screenOf(io.stdout, io.env);
    const { green, yellow, bold } = screen.palette;
    const what = word === undefined ? 'what a restore had put on hold' : oneLine(word);
    const title = released ? green(bold('RELEASED')) : yellow(bold('NOT ON HOLD'));
    const reasons = lifted.flatMap(holdLines).map((line) => hang('  was on hold  ', line, screen));
    io.stdout.write(page([`${title}  ${what}`, reasons.join('\n')]));
  });
}

async function holdsOf(targetId: string, { holds }: Persistence): Promise<(Hold | RestoredHold)[]> {
  return [await holds.restored(targetId), await holds.get(targetId)].filter((hold) => hold !== undefined);
}
