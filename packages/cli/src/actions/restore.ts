import type { MarkedRestored } from '@certctl/persistence';
import type { RestoredFlags, RestoreFlags } from '../commands/restore.js';
import type { Context } from '../context.js';
import { entries, page, section } from '../render/layout.js';
import { screenOf } from '../render/screen.js';
import { minuteOf } from '../render/time.js';
import { writeJson } from '../render/write-json.js';
import { actorOf } from '../session/actor-of.js';
import { dataFolder, withStore } from '../session/open-store.js';
import { usageError } from '../usage-error.js';

export async function restore(file: string, flags: RestoreFlags, context: Context): Promise<void> {
  const folder = dataFolder(flags, context.io);
  const { restoreStore } = await import('@certctl/persistence');
  const done = await restoreStore({
    file,
    folder,
    clock: { now: Date.now },
    actor: actorOf(),
    moveAside: flags.moveAside === true,
  });
  report('STORE RESTORED', folder, done, context);
}

/** Marks a store that came back with a snapshot of its volume. */
export async function markAsRestored(flags: RestoredFlags, context: Context): Promise<void> {
  const backupAt = timeOf(flags.asOf);
  const marked = await withStore(flags, context.io, (store) =>
    store.markRestored({ backupAt, actor: actorOf() }),
  );
  report('MARKED AS RESTORED', dataFolder(flags, context.io), { backupAt, ...marked }, context);
}

function timeOf(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time) && time <= Date.now()) return time;
  throw usageError(
    `--as-of ${JSON.stringify(text)} is not a time in the past`,
    'Give it in ISO 8601, such as 2026-11-20T03:00:00Z.',
  );
}

interface Done extends MarkedRestored {
  readonly backupAt: number;
  readonly movedAside?: string;
}

function report(title: string, folder: string, done: Done, { io, json }: Context): void {
  if (json) {
    writeJson(io.stdout, { folder, ...done });
    return;
  }
  const screen = screenOf(io.stdout, io.env);
  const { yellow, bold } = screen.palette;
  const { backupAt, movedAside, openEntries } = done;
  const open = `${openEntries} ${openEntries === 1 ? 'deploy was' : 'deploys were'} under way`;
  io.stdout.write(
    page([
      `${yellow(bold(title))}  ${folder}`,
      entries(
        [
          ['as of', minuteOf(backupAt)],
          ['on hold', 'every target, because what was done since is not in the records'],
          ['open', openEntries === 0 ? undefined : `${open}, and is closed by looking alone`],
          ['moved aside', movedAside],
        ],
        screen,
      ),
      [
        section('Do this', screen),
        '  certctl plan --all -f targets.yaml   looks at every target, and writes nothing',
        '  certctl release TARGET               for one that is as it should be',
        '  certctl release --all                when all of them are',
      ].join('\n'),
    ]),
  );
}
