import type { Database } from './schema.js';

/** A way to a database past the builder and the pool of connections, which a database in this process needs not. */
export interface Direct {
  all(sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]>;
}

const WAYS = new WeakMap<Database, Direct>();

/** Undefined for a database that is reached through its driver. */
export function directly(db: Database): Direct | undefined {
  return WAYS.get(db);
}

export function reachDirectly(db: Database, way: Direct): void {
  WAYS.set(db, way);
}
