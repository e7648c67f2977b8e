import type { KeptAt } from '@certctl/engine';
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

export async function destroyKeys(
  word: string | undefined,
  flags: KeyActFlags,
  context: Context,
): Promise<void> {
  const { io } = context;
  durablePlace(flags, context);
  const leaf = flags.leaf === undefined ? undefined : fingerprintOf('--leaf', flags.leaf);
  const named = namesTarget(word, flags);
  if (!named && leaf === undefined) throw usageError('which keys?', 'Name a target, or --leaf SHA256.');
  await withSession(flags, 'look', context, async ({ engine, rules, actor, settle }) => {
    const destroyed = await engine.destroyKeys({
      ...(named ? { target: (await findTarget(word, flags, rules, io)).target } : {}),
      ...(leaf === undefined ? {} : { leaf }),
      actor,
      signal: io.signal,
    });
    settle();
    if (context.json) {
      writeJson(io.stdout, { destroyed });
      return;
    }
    const { palette } = screenOf(io.stdout, io.env);
    io.stdout.write(
      page([
        palette.yellow(palette.bold(`${destroyed.length} KEYS DESTROYED`)),
        destroyed.map(lineOf).join('\n'),
        'Until the next deploy a rollback needs the previous key from its owner.',
      ]),
    );
  });
}

function lineOf({ role, serial, address }: KeptAt): string {
  return `  ${role}, serial ${serial}, at ${address}`;
}
