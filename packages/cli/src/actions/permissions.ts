import type { Permission, Plugin } from '@certctl/plugin-api';
import type { PermissionsFlags } from '../commands/permissions.js';
import type { Context } from '../context.js';
import { readText } from '../material/read-input.js';
import { screenOf } from '../render/screen.js';
import { renderTable } from '../render/table.js';
import { writeJson } from '../render/write-json.js';
import { PLUGINS, pluginOf } from '../session/plugins.js';
import { pick } from '../targets/find-target.js';
import { readTargets } from '../targets/read-targets.js';
import { usageError } from '../usage-error.js';

export async function permissions(
  type: string,
  word: string | undefined,
  flags: PermissionsFlags,
  { io, json }: Context,
): Promise<void> {
  const plugin = pluginOf(type);
  const config = await configOf(word, flags, plugin, io);
  const wanted = plugin.permissions.filter(({ need }) => need === 'required' || !flags.minimal);
  const format = flags.format ?? (json ? 'json' : 'table');
  if (format === 'json') {
    writeJson(io.stdout, { type: plugin.type, permissions: wanted });
    return;
  }
  if (format === 'table') {
    io.stdout.write(permissionTable(wanted, screenOf(io.stdout, io.env)));
    return;
  }
  const policy = plugin.policies[format];
  if (!policy) {
    const known = ['table', 'json', ...Object.keys(plugin.policies)].join(', ');
    throw usageError(
      `--format ${JSON.stringify(format)} is not a format of ${plugin.type}`,
      `Use one of ${known}.`,
    );
  }
  writeJson(io.stdout, policy({ optional: !flags.minimal, ...(config ? { config } : {}) }));
}

async function configOf(
  word: string | undefined,
  flags: PermissionsFlags,
  plugin: Plugin,
  io: Context['io'],
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (flags.targetFile === undefined) {
    if (word === undefined) return undefined;
    throw usageError(`the target ${JSON.stringify(word)} has no file to be found in`, 'Give -t FILE.');
  }
  const text = await readText('targets', flags.targetFile, io);
  const { target } = pick(word, await readTargets(flags.targetFile, text, PLUGINS), flags.targetFile);
  if (isOf(plugin, target)) return target.config;
  const binding = target.bindings?.find((each) => isOf(plugin, each));
  if (binding) return binding.config;
  throw usageError(`the target ${target.id} is of type ${target.type}, not ${plugin.type}`);
}

function isOf({ type, alias }: Plugin, { type: named }: { readonly type: string }): boolean {
  return named === type || named === alias;
}

function permissionTable(list: readonly Permission[], screen: ReturnType<typeof screenOf>): string {
  return renderTable(
    ['operation', 'need', 'effect', 'why'],
    list.map(({ operation, need, effect, why, without }) => [
      operation,
      need,
      effect,
      without === undefined ? why : `${why} Without it: ${without}`,
    ]),
    screen,
  );
}
