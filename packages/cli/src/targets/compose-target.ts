import type { TargetBinding } from '@certctl/engine';
import { CertctlError, type Plugin } from '@certctl/plugin-api';
import type { Path } from './document.js';
import type { TargetFields, TargetList } from './target-schema.js';

type BindingFields = NonNullable<TargetFields['bindings']>[number];

/** Fields of a target in which nothing is left to be looked up. */
export type ComposedFields = Omit<TargetFields, 'bindings'> & {
  readonly type: string;
  readonly bindings?: readonly TargetBinding[];
};

/** A target with what it takes from its connection and the defaults filled in. */
export interface Composed {
  readonly fields: ComposedFields;
  /** Where a part of the target was written: its own path in the file, or that of what it was taken from. */
  source(part: Path): Path;
}

type Shared = Pick<TargetList, 'defaults' | 'connections'>;

/**
 * Fills a target in: defaults, then its connection, then its own fields; tags and labels are united.
 * @throws CertctlError `target_invalid` for a connection that does not exist or is of another type
 */
export function composeTarget(
  own: TargetFields,
  path: Path,
  { defaults = {}, connections = {} }: Shared,
  plugins: readonly Plugin[],
  where: (path: Path) => string,
): Composed {
  const name = own.connection;
  const connection = connectionOf(name, connections, where([...path, 'connection']));
  const type = own.type ?? connection?.type;
  if (type === undefined) {
    throw new CertctlError(
      'target_invalid',
      `${where(path)}: the target has neither a type nor a connection`,
    );
  }
  const plugin = plugins.find((each) => each.type === type || each.alias === type);
  if (connection && plugin && connection.type !== plugin.type && connection.type !== plugin.alias) {
    throw new CertctlError(
      'target_invalid',
      `${where([...path, 'type'])}: the target is of type ${type}, its connection ${name} of type ${connection.type}`,
    );
  }
  const hasTags = plugin?.kind === 'store' && plugin.capabilities.tags !== 'none';
  const tags = united(hasTags ? defaults.tags : undefined, connection?.config.tags, own.config.tags);
  const { tags: _, labels, ...settings } = defaults;
  const { bindings, ...ownFields } = own;
  return {
    fields: {
      ...settings,
      ...ownFields,
      type,
      labels: { ...labels, ...own.labels },
      ...(bindings
        ? {
            bindings: bindings.map((binding, index) =>
              composeBinding(binding, [...path, 'bindings', index], connections, where),
            ),
          }
        : {}),
      config: { ...connection?.config, ...own.config, ...(tags === undefined ? {} : { tags }) },
    },
    source: (part) => {
      const [first, field] = part;
      const inherited = first === 'config' && field !== undefined && !Object.hasOwn(own.config, field);
      return inherited && connection && name !== undefined && Object.hasOwn(connection.config, field)
        ? ['connections', name, ...part]
        : [...path, ...part];
    },
  };
}

function connectionOf(
  name: string | undefined,
  connections: NonNullable<Shared['connections']>,
  where: string,
): NonNullable<Shared['connections']>[string] | undefined {
  if (name === undefined) return undefined;
  const connection = Object.hasOwn(connections, name) ? connections[name] : undefined;
  if (connection) return connection;
  const known = Object.keys(connections).join(', ') || 'none';
  throw new CertctlError(
    'target_invalid',
    `${where}: there is no connection ${JSON.stringify(name)}; known: ${known}`,
  );
}

/** A consumer with what it takes from its connection, whose type it has unless it says another. */
function composeBinding(
  own: BindingFields,
  path: Path,
  connections: NonNullable<Shared['connections']>,
  where: (path: Path) => string,
): TargetBinding {
  const connection = connectionOf(own.connection, connections, where([...path, 'connection']));
  const type = own.type ?? connection?.type;
  if (type === undefined) {
    throw new CertctlError(
      'target_invalid',
      `${where(path)}: the binding has neither a type nor a connection`,
    );
  }
  return { type, config: { ...connection?.config, ...own.config } };
}

/** Later tags win. What is no map of tags is left to the plugin's schema, which says so. */
function united(...all: readonly unknown[]): unknown {
  const given = all.filter((each) => each !== undefined);
  const odd = given.find((each) => typeof each !== 'object' || each === null || Array.isArray(each));
  if (odd !== undefined) return odd;
  return given.length === 0 ? undefined : Object.assign({}, ...given);
}
