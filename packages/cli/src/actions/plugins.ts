import type { Plugin, StorePlugin } from '@certctl/plugin-api';
import type { Context } from '../context.js';
import { entries, section } from '../render/layout.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { PLUGINS } from '../session/plugins.js';

export async function plugins({ io, json }: Context): Promise<void> {
  if (json) {
    writeJson(io.stdout, { plugins: PLUGINS.map(manifestOf) });
    return;
  }
  const screen = screenOf(io.stdout, io.env);
  const blocks = PLUGINS.map((plugin) =>
    [
      section(`${plugin.type} (${plugin.alias})`, screen),
      entries(
        [
          ['title', plugin.title],
          ['version', plugin.version],
          ['config', fieldsOf(plugin).join(', ')],
          [
            'kind',
            plugin.kind === 'store' ? undefined : `binding, for certificates of ${plugin.stores.join(', ')}`,
          ],
          ['can', abilitiesOf(plugin).join('; ')],
          ['calls', `${plugin.permissions.length}; certctl permissions ${plugin.alias} lists them`],
          ['policies', Object.keys(plugin.policies).join(', ')],
        ],
        screen,
      ),
    ].join('\n'),
  );
  io.stdout.write(`${blocks.join('\n\n')}\n`);
}

function schemaOf(plugin: Plugin): Record<string, unknown> {
  return plugin.config['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
}

function fieldsOf(plugin: Plugin): readonly string[] {
  const { properties } = schemaOf(plugin);
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

const ROTATIONS = {
  'in-place': 'renews in place, under one address',
  versioned: 'adds a version under one name',
  replaces: 'makes a new address at each import',
} as const;

function abilitiesOf(plugin: Plugin): readonly string[] {
  if (plugin.kind === 'store') return abilitiesOfStore(plugin);
  const { unbinds, handshakes } = plugin.capabilities;
  return [
    'points consumers at a certificate, and back',
    ...(unbinds ? ['takes superseded certificates away'] : []),
    ...(handshakes ? ['proves by a TLS handshake'] : []),
  ];
}

function abilitiesOfStore({ capabilities }: StorePlugin): readonly string[] {
  return [
    ROTATIONS[capabilities.rotation],
    `proves by ${capabilities.proof}`,
    capabilities.readsKeyBack ? 'gives private keys back' : 'never gives a private key back',
    ...(capabilities.bindsItself ? ['has its consumers use what is imported at once'] : []),
    ...(capabilities.tags === 'none'
      ? ['keeps no tags: what is ours is in the records of certctl alone']
      : []),
    ...(capabilities.finds ? ['finds its certificates without an address'] : []),
    ...(capabilities.removes ? ['removes what it made and nothing uses'] : []),
    ...(capabilities.disables ? ['disables a version'] : []),
    ...(capabilities.undeletes ? ['recovers deleted names'] : []),
    ...(capabilities.writers ? ['tells who wrote'] : []),
  ];
}

function manifestOf(plugin: Plugin): object {
  const { type, alias, title, version, kind, capabilities, quotas } = plugin;
  return {
    type,
    alias,
    title,
    version,
    kind,
    capabilities,
    config: schemaOf(plugin),
    policies: Object.keys(plugin.policies),
    quotas,
    ...(plugin.kind === 'store' ? { limits: plugin.limits } : { stores: plugin.stores }),
  };
}
