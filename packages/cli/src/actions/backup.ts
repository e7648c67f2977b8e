import type { Context } from '../context.js';
import type { StoreFlags } from '../options/store-options.js';
import { entries, page } from '../render/layout.js';
import { screenOf } from '../render/screen.js';
import { bytesOf, minuteOf } from '../render/time.js';
import { writeJson } from '../render/write-json.js';
import { dataFolder } from '../session/open-store.js';

export async function backup(file: string, flags: StoreFlags, { io, json }: Context): Promise<void> {
  const folder = dataFolder(flags, io);
  const { backUp } = await import('@certctl/persistence');
  const made = await backUp({ folder, file, clock: { now: Date.now } });
  if (json) {
    writeJson(io.stdout, made);
    return;
  }
  const screen = screenOf(io.stdout, io.env);
  const { green, yellow, bold } = screen.palette;
  const { audit, keptKeys, keyEncryptionKey, openEntries } = made;
  io.stdout.write(
    page([
      `${green(bold('BACKED UP'))}  ${folder}`,
      entries(
        [
          ['file', made.file],
          ['size', bytesOf(made.bytes)],
          ['as of', minuteOf(made.at)],
          [
            'audit',
            audit.intact
              ? `${audit.rows} ${audit.rows === 1 ? 'row' : 'rows'}, intact`
              : yellow(`broken at row ${audit.seq}`),
          ],
          ['head', audit.intact ? audit.head : undefined],
          ['kept keys', `${keptKeys}${keyEncryptionKey ? `, sealed under ${keyEncryptionKey}` : ''}`],
          ['under way', `${openEntries} ${openEntries === 1 ? 'deploy' : 'deploys'}`],
        ],
        screen,
      ),
      'The key-encryption key is not in it. Keep a copy of that key, in another place.',
    ]),
  );
}
