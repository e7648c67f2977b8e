import type { AdoptFlags } from '../commands/keys.js';
import type { Context } from '../context.js';
import { readInput } from '../material/read-input.js';
import { passphraseOf } from '../material/read-material.js';
import { entries, page } from '../render/layout.js';
import { oneLine } from '../render/one-line.js';
import { briefLines } from '../render/render-plan.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { durablePlace } from '../session/durable-session.js';
import { withSession } from '../session/open-session.js';
import { findTarget } from '../targets/find-target.js';

export async function adoptKey(word: string | undefined, flags: AdoptFlags, context: Context): Promise<void> {
  const { io } = context;
  durablePlace(flags, context);
  await withSession(flags, 'keep', context, async ({ engine, rules, actor, settle }) => {
    const { target } = await findTarget(word, flags, rules, io);
    const passphrase =
      (await passphraseOf('--passphrase-file', flags.passphraseFile, io)) ??
      (io.env.CERTCTL_PASSPHRASE || undefined);
    const adopted = await engine.adopt({
      target,
      privateKey: await readInput('--key', flags.key, io),
      ...(flags.chain === undefined ? {} : { chain: await readInput('--chain', flags.chain, io) }),
      ...(passphrase === undefined ? {} : { passphrase }),
      actor,
      signal: io.signal,
    });
    settle();
    if (context.json) {
      writeJson(io.stdout, { target: target.id, ...adopted });
      return;
    }
    const screen = screenOf(io.stdout, io.env);
    const { green, bold } = screen.palette;
    io.stdout.write(
      page([
        `${green(bold('KEY SEALED'))}  ${oneLine(target.name ?? target.id)}`,
        entries(
          [
            ['address', adopted.reference ?? adopted.address],
            ['held', briefLines(adopted.held, Date.now())],
            ['chain', `${adopted.chainLength} kept with it`],
          ],
          screen,
        ),
        'A deploy can now be taken back to this certificate. It is not ours by that: see --take-over.',
      ]),
    );
  });
}
