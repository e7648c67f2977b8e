import type { KeyActFlags } from '../commands/key-acts.js';
import type { Context } from '../context.js';
import { fingerprintOf } from '../material/fingerprint-of.js';
import { page } from '../render/layout.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { durablePlace } from '../session/durable-session.js';
import { withSession } from '../session/open-session.js';
import { findTarget } from '../targets/find-target.js';
import { namesTarget } from '../targets/target-of-flags.js';
import { usageError } from '../usage-error.js';

export async function compromise(
  word: string | undefined,
  flags: KeyActFlags,
  context: Context,
): Promise<void> {
  const { io } = context;
  durablePlace(flags, context);
  const leaf = flags.leaf === undefined ? undefined : fingerprintOf('--leaf', flags.leaf);
  if (namesTarget(word, flags) === (leaf !== undefined)) {
    throw usageError('which certificate?', 'Name a target for what it holds now, or --leaf SHA256.');
  }
  // A mark that is not written down would be gone with this command.
  await withSession(flags, 'keep', context, async ({ engine, rules, actor, settle }) => {
    const who = { actor, signal: io.signal };
    const marked = await engine.compromise(
      leaf === undefined
        ? { target: (await findTarget(word, flags, rules, io)).target, ...who }
        : { leaf, ...who },
    );
    settle();
    if (context.json) {
      writeJson(io.stdout, { compromised: marked });
      return;
    }
    const { palette } = screenOf(io.stdout, io.env);
    io.stdout.write(
      page([
        palette.yellow(palette.bold('MARKED COMPROMISED')),
        `  ${marked}`,
        'It is not put back by any rollback, and not deployed again. If it is in service it still is: deploy one with a new key.',
      ]),
    );
  });
}
