import { createHash } from 'node:crypto';
import type {
  AnyBinding,
  AnyStore,
  BindingPlugin,
  Clock,
  Commands,
  Credentials,
  HttpSettings,
  JsonValue,
  Logger,
  Plugin,
  PluginServices,
  StorePlugin,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import { checkBinding, checkStore } from './check-plugin.js';

/** One open store or binding for each plugin and connection, for the life of the engine. */
@injectable()
export class InstancePool {
  readonly #open = new Map<string, Promise<AnyStore | AnyBinding>>();

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
  connected(plugin: StorePlugin, connection: JsonValue): Promise<AnyStore> {
    return this.#pooled(plugin, connection, async () => {
      const store = await plugin.open(connection, this.#services());
      checkStore(store, plugin);
      return store;
    });
  }

  binding(plugin: BindingPlugin, config: unknown): Promise<AnyBinding> {
    const connection = plugin.connection(config);
    return this.#pooled(plugin, connection, async () => {
      const binding = await plugin.open(connection, this.#services());
      checkBinding(binding, plugin);
      return binding;
    });
  }

  async #pooled<Instance extends AnyStore | AnyBinding>(
    plugin: Plugin,
    connection: JsonValue,
    open: () => Promise<Instance>,
  ): Promise<Instance> {
    const key = `${plugin.type}\n${createHash('sha256').update(canonical(connection)).digest('hex')}`;
    const present = this.#open.get(key);
    // A type is served by one plugin, so what is pooled under it is of its kind.
    if (present) return present as Promise<Instance>;
    const opening = open();
    this.#open.set(key, opening);
    // A connection that could not be opened is tried again by the next deploy.
    opening.catch(() => this.#open.delete(key));
    return opening;
  }

  /** Closes every store and binding. The first error is thrown when all have been closed. */
  async close(): Promise<void> {
    const opened = [...this.#open.values()];
    this.#open.clear();
    const closed = await Promise.allSettled(opened.map(async (instance) => (await instance).close()));
    const failed = closed.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  #services(): PluginServices {
    const { logger, clock, http, credentials, commands } = this;
    return { logger, clock, http, credentials, commands };
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
