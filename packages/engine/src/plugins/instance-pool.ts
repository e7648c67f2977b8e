import { createHash } from 'node:crypto';
import type {
  AnyStore,
  Clock,
  Commands,
  Credentials,
  HttpSettings,
  JsonValue,
  Logger,
  StorePlugin,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import { checkStore } from './check-plugin.js';

/** One open store for each plugin and connection, for the life of the engine. */
@injectable()
export class InstancePool {
  readonly #open = new Map<string, Promise<AnyStore>>();

  constructor(
    @inject(TOKENS.logger) private readonly logger: Logger,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.http) private readonly http: HttpSettings,
    @inject(TOKENS.credentials) private readonly credentials: Credentials,
    @inject(TOKENS.commands) private readonly commands: Commands,
  ) {}

  async get(plugin: StorePlugin, config: unknown): Promise<AnyStore> {
    return this.connected(plugin, plugin.connection(config));
  }

  /** The store of a connection that was made of something other than a target's configuration. */
  async connected(plugin: StorePlugin, connection: JsonValue): Promise<AnyStore> {
    const key = `${plugin.type}\n${createHash('sha256').update(canonical(connection)).digest('hex')}`;
    const present = this.#open.get(key);
    if (present) return present;
    const opening = this.#openStore(plugin, connection);
    this.#open.set(key, opening);
    // A connection that could not be opened is tried again by the next deploy.
    opening.catch(() => this.#open.delete(key));
    return opening;
  }

  /** Closes every store. The first error is thrown when all have been closed. */
  async close(): Promise<void> {
    const opened = [...this.#open.values()];
    this.#open.clear();
    const closed = await Promise.allSettled(opened.map(async (store) => (await store).close()));
    const failed = closed.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #openStore(plugin: StorePlugin, connection: JsonValue): Promise<AnyStore> {
    const store = await plugin.open(connection, {
      logger: this.logger,
      clock: this.clock,
      http: this.http,
      credentials: this.credentials,
      commands: this.commands,
    });
    checkStore(store, plugin);
    return store;
  }
}

/** JSON with the keys of every object in order, so that equal connections hash equally. */
function canonical(value: JsonValue | undefined): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
