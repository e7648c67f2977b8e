import type { Plugin } from '@certctl/plugin-api';

/** JSON Schema of a plugin's configuration, as a form or an editor would ask for it. */
export function configSchemaOf(plugin: Pick<Plugin, 'config'>): Readonly<Record<string, unknown>> {
  return plugin.config['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
}

/** The fields of a configuration, with the schema of each. */
export function fieldsOf(
  plugin: Pick<Plugin, 'config'>,
): readonly [string, Readonly<Record<string, unknown>>][] {
  const { properties } = configSchemaOf(plugin);
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties).filter(
    (entry): entry is [string, Record<string, unknown>] => typeof entry[1] === 'object' && entry[1] !== null,
  );
}

/** Fields that hold a secret: those that are `writeOnly`. */
export function secretFieldsOf(plugin: Pick<Plugin, 'config'>): readonly string[] {
  return fieldsOf(plugin)
    .filter(([, schema]) => schema.writeOnly === true)
    .map(([name]) => name);
}
