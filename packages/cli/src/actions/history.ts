import type { HistoryFlags } from '../commands/history.js';
import type { Context } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { renderHistory } from '../render/render-history.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { withStore } from '../session/open-store.js';
import { usageError } from '../usage-error.js';

export async function history(targetId: string, flags: HistoryFlags, context: Context): Promise<void> {
  const { io } = context;
  const limit = limitOf(flags.limit);
  const rows = await withStore(flags, io, ({ audit }) => audit.list({ targetId, limit }));
  context.exitCode = (rows.length > 0 ? EXIT_CODES.done : EXIT_CODES.different).code;
  if (context.json) writeJson(io.stdout, { target: targetId, rows });
  else io.stdout.write(renderHistory(targetId, rows, limit, screenOf(io.stdout, io.env)));
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 100_000) return limit;
  throw usageError(`--limit ${JSON.stringify(text)} is not a number of rows`, 'Give 1 to 100000.');
}
