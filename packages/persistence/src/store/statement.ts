import type { CompiledQuery } from 'kysely';
import { directly } from './directly.js';
import type { Database } from './schema.js';

/** Stands, while a statement is made, where a value is when it runs. */
class Place {
  constructor(readonly name: string) {}
}

type ValueOf<Values> = <Name extends keyof Values & string>(name: Name) => Values[Name];

/** What a statement has to be made differently for. */
interface Making {
  /** A transaction keeps all others from writing, so that what it reads needs no lock of its own. */
  readonly exclusive: boolean;
}

type Build<Values, Row> = (
  db: Database,
  value: ValueOf<Values>,
  making: Making,
) => { compile(): CompiledQuery<Row> };

/** A statement that is made once for each kind of database: making one takes ten times as long as running it. */
export class Statement<Values extends object, Row> {
  readonly #build: Build<Values, Row>;
  readonly #made: { exclusive?: CompiledQuery<Row>; shared?: CompiledQuery<Row> } = {};

  constructor(build: Build<Values, Row>) {
    this.#build = build;
  }

  async all(db: Database, values: Values): Promise<readonly Row[]> {
    const direct = directly(db);
    const made = this.#madeFor(db, direct !== undefined);
    const parameters = filled(made, values);
    if (!direct) return (await db.executeQuery<Row>({ ...made, parameters })).rows;
    // The rows are those of the statement, which is of the schema that the store was migrated to.
    return (await direct.all(made.sql, parameters)) as readonly Row[];
  }

  async first(db: Database, values: Values): Promise<Row | undefined> {
    return (await this.all(db, values))[0];
  }

  #madeFor(db: Database, exclusive: boolean): CompiledQuery<Row> {
    const kind = exclusive ? 'exclusive' : 'shared';
    const present = this.#made[kind];
    if (present) return present;
    // A place is what its value is to the builder, which only passes it on.
    const value = ((name: string) => new Place(name)) as unknown as ValueOf<Values>;
    const made = this.#build(db, value, { exclusive }).compile();
    this.#made[kind] = made;
    return made;
  }
}

/** A statement over `Values`, in Kysely's words: `statement<{ id: string }>()((db, value) => …)`. */
export function statement<Values extends object>(): <Row>(
  build: Build<Values, Row>,
) => Statement<Values, Row> {
  return (build) => new Statement(build);
}

function filled({ parameters }: CompiledQuery, values: object): unknown[] {
  return parameters.map((each) => (each instanceof Place ? Reflect.get(values, each.name) : each));
}
