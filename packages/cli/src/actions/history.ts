import type { HistoryFlags } from '../commands/history.js';
import type { Context } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import type { Io } from '../io.js';
import { renderHistory } from '../render/render-history.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { withStore } from '../session/open-store.js';
import { usageError } from '../usage-error.js';

export async function history(
  word: string | undefined,
  flags: HistoryFlags,
  context: Context,
): Promise<void> {
  const { io } = context;
  const limit = limitOf(flags.limit);
  const targetId = await idOf(word, flags, io);
  const rows = await withStore(flags, io, ({ audit }) => audit.list({ targetId, limit }));
  context.exitCode = (rows.length > 0 ? EXIT_CODES.done : EXIT_CODES.different).code;
  if (context.json) writeJson(io.stdout, { target: targetId, rows });
  else io.stdout.write(renderHistory(targetId, rows, limit, screenOf(io.stdout, io.env)));
}

/** An id is taken as it is, for the target may have left the file, and not the history. */
async function idOf(word: string | undefined, { targets }: HistoryFlags, io: Io): Promise<string> {
  if (targets !== undefined) {
    const { targetIdOf } = await import('../targets/target-id-of.js');
    return targetIdOf(word, targets, io);
  }
  if (word !== undefined) return word;
  throw usageError('whose history?', 'Give the id of a target, or a file of targets with -f FILE.');
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 100_000) return limit;
  throw usageError(`--limit ${JSON.stringify(text)} is not a number of rows`, 'Give 1 to 100000.');
}
