import type { KeptRecord } from '@certctl/engine';
import type { KeyActFlags } from '../commands/key-acts.js';
import type { Context } from '../context.js';
import { page } from '../render/layout.js';
import { screenOf } from '../render/screen.js';
import { renderTable } from '../render/table.js';
import { expiry } from '../render/time.js';
import { writeJson } from '../render/write-json.js';
import { withSession } from '../session/open-session.js';
import { findTarget } from '../targets/find-target.js';

export async function listKeys(
  word: string | undefined,
  flags: KeyActFlags,
  context: Context,
): Promise<void> {
  const { io } = context;
  await withSession(flags, 'look', context, async ({ engine, rules, settle }) => {
    const { target } = await findTarget(word, flags, rules, io);
    const listed = await engine.keptKeys(target, { signal: io.signal });
    settle();
    if (context.json) {
      writeJson(io.stdout, { target: target.id, ...listed });
      return;
    }
    const where = listed.reference ?? listed.address;
    const screen = screenOf(io.stdout, io.env);
    io.stdout.write(
      listed.kept.length === 0
        ? page([`Nothing is kept at ${where}.`])
        : `${where}\n\n${renderTable(['ROLE', 'KEY', 'SERIAL', 'EXPIRY', 'LEAF'], listed.kept.map(rowOf), screen)}`,
    );
  });
}

function rowOf({ role, holdsKey, origin, serial, notAfter, fingerprint }: KeptRecord): readonly string[] {
  const key = holdsKey ? (origin === 'found' ? 'adopted' : 'kept') : 'none';
  return [role, key, serial, expiry(notAfter, Date.now()), fingerprint];
}
