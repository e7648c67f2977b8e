import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CertctlError, type Discovered, type JsonObject } from '@certctl/plugin-api';
import type { DiscoverFlags } from '../commands/discover.js';
import type { Context } from '../context.js';
import { localCertificates } from '../discovery/local-certificates.js';
import { matchLocal } from '../discovery/match-local.js';
import { renderDiscovery, summaryOf } from '../discovery/render-discovery.js';
import { targetsFile } from '../discovery/targets-file.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { withSession } from '../session/open-session.js';
import { storeOf } from '../session/plugins.js';
import { setFields } from '../targets/target-of-flags.js';
import { usageError } from '../usage-error.js';

export async function discover(type: string, flags: DiscoverFlags, context: Context): Promise<void> {
  const { io, json } = context;
  const plugin = storeOf(type);
  const scope = scopeOf(flags);
  const file = flags.output ?? 'targets.yaml';
  if (json && flags.output === '-') {
    throw usageError('--json and -o - both want standard output', 'Write the targets to a file.');
  }
  const locals = await localCertificates(flags.certificates ?? []);
  const all: Discovered[] = [];
  await withSession(flags, 'look', context, async ({ engine, settle }) => {
    for await (const each of engine.discover(plugin.type, scope, { signal: io.signal })) all.push(each);
    settle();
  });
  // The file is the same however the service sorts its pages.
  all.sort((a, b) => (`${a.name} ${a.place.address}` < `${b.name} ${b.place.address}` ? -1 : 1));
  const matching = matchLocal(all, locals);
  const now = Date.now();
  const folder = file === '-' ? undefined : dirname(resolve(file));
  const text = targetsFile({ plugin, matching, scope, now, folder });
  if (file === '-') io.stdout.write(text);
  else await writeOnce(file, text, flags.force === true);
  const summary = summaryOf(matching, file);
  if (json) writeJson(io.stdout, summary);
  // The report goes beside the file when that is what standard output holds.
  else {
    const output = file === '-' ? io.stderr : io.stdout;
    output.write(renderDiscovery(matching, summary, screenOf(output, io.env), now));
  }
}

function scopeOf({ region, vaultUrl, directory, set }: DiscoverFlags): JsonObject {
  const named = {
    ...(region === undefined ? {} : { region }),
    ...(vaultUrl === undefined ? {} : { vault_url: vaultUrl }),
    ...(directory === undefined ? {} : { directory: resolve(directory) }),
  };
  return setFields(named, set ?? []);
}

/** A file of targets that somebody has edited is not overwritten unasked. */
async function writeOnce(file: string, text: string, force: boolean): Promise<void> {
  const { O_CREAT, O_EXCL, O_TRUNC, O_WRONLY } = constants;
  try {
    const handle = await open(file, O_WRONLY | O_CREAT | (force ? O_TRUNC : O_EXCL), 0o644);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      throw usageError(
        `${file} is there already`,
        'Name another file with -o, or overwrite it with --force.',
      );
    }
    throw new CertctlError('file_unreadable', `${file} cannot be written`, { cause });
  }
}
