import type { SqliteStatement } from 'kysely';
import type Libsql from 'libsql';
import type { TransactionalDatabase } from './sqlite-dialect.js';

const MOST = 200;

/**
 * Each text of SQL is prepared once. Kysely prepares at every call, and a statement of libsql holds memory
 * outside the heap until the collector comes by, which it does not for so few objects.
 */
export function preparedOnce(database: Libsql.Database): TransactionalDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    get inTransaction() {
      return database.inTransaction;
    },
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      const statement = database.prepare(sql);
      if (statements.size >= MOST) statements.clear();
      statements.set(sql, statement);
      return statement;
    },
    close() {
      statements.clear();
      database.close();
    },
  };
}
