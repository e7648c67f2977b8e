import type { Plugin } from '../packages/plugin-api/src/plugin.js';
import { code, markdownTable, replacePart, sourceLink } from './markdown.js';

/** The part of JSON Schema that configurations use. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(', ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === 'object') {
    return `map of ${typeOf(schema.additionalProperties)}`;
  }
  return [schema.type ?? 'any'].flat().join(' or ');
}

function fallback(schema: Schema, required: boolean): string {
  if (required) return 'required';
  return schema.default === undefined ? 'none' : code(JSON.stringify(schema.default));
}

function rowsOf(schema: Schema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const required = schema.required?.includes(name) ?? false;
    return [
      [code(path), typeOf(field), fallback(field, required), field.description ?? ''],
      ...rowsOf(field, `${path}.`),
    ];
  });
}

function renderConfig(plugin: Plugin): string {
  const schema = plugin.config['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
  return markdownTable(['Field', 'Type', 'Default', 'Meaning'], rowsOf(schema, ''));
}

function renderPermissions({ permissions }: Plugin): string {
  const rows = permissions.map(({ operation, effect, need, on, why, without }) => [
    code(operation),
    effect,
    need,
    on.join(', '),
    without === undefined ? why : `${why} Without it: ${without}`,
  ]);
  return markdownTable(['Operation', 'Effect', 'Need', 'When', 'Why'], rows);
}

function renderRules({ rules }: Plugin): string {
  const rows = rules.map((rule) => [code(rule.code), rule.summary, sourceLink(rule.source)]);
  return markdownTable(['Finding', 'Meaning', 'Source'], rows);
}

const TABLES: Readonly<Record<string, (plugin: Plugin) => string>> = {
  config: renderConfig,
  permissions: renderPermissions,
  findings: renderRules,
};

/**
 * The README of a plugin with its three tables renewed: `config`, `permissions` and `findings`.
 * @throws Error when one of the tables has no place in the text
 */
export function renderPluginReadme(readme: string, plugin: Plugin): string {
  return Object.entries(TABLES).reduce(
    (text, [name, render]) => replacePart(text, name, render(plugin)),
    readme,
  );
}
