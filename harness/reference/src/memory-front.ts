import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { createSecureContext, createServer, type SecureContext, type Server } from 'node:tls';
import { issueLeaf } from '@certctl/certificate/issue';
import type { Clock } from '@certctl/plugin-api';
import { FaultyService } from './faulty-service.js';
import type { Installation } from './memory-appliance.js';
import { ServiceError } from './service-error.js';
import type { TlsEndpoint } from './tls-handshake.js';

/** A site, with what its visitors are served. */
export interface Site {
  readonly leafPem: string;
  readonly chainPems: readonly string[];
  readonly context: SecureContext;
  readonly installs: number;
}

/**
 * A front for web sites: what is installed for a site is served at once, by a TLS listener on 127.0.0.1 that shows each
 * client the certificate of the site that it names. It tells nobody else what it has.
 */
export class MemoryFront extends FaultyService {
  readonly #sites = new Map<string, Site>();
  readonly #sockets = new Set<Socket>();
  /** Handshakes after an installation that still show what was served before: a worker that is told late. */
  staleHandshakes = 0;
  /** Whether clients are let in. */
  reachable = true;
  #stale: { readonly name: string; readonly before: Site | undefined; left: number } | undefined;

  private constructor(
    private readonly server: Server,
    private readonly factory: SecureContext,
    /** What a faulty installation serves in the place of what was sent. */
    readonly impostor: Omit<Installation, 'chainPems'> | undefined,
  ) {
    super();
  }

  /**
   * Starts listening, on a free port. A client that names no site of it is shown a certificate of the factory's, and one
   * that names none is turned away.
   */
  static async start(clock: Clock, impostor?: Omit<Installation, 'chainPems'>): Promise<MemoryFront> {
    const made = await issueLeaf('self', { names: ['front.invalid'], notBefore: clock.now() - 86_400_000 });
    const factory = createSecureContext({ cert: made.certificatePem, key: made.privateKeyPem });
    let front: MemoryFront | undefined;
    // Without a certificate of its own: Node adds that of a site to it, and a client might choose the wrong one of two.
    const server = createServer({
      SNICallback: (serverName, answer) => answer(null, front ? front.#contextFor(serverName) : factory),
    });
    front = new MemoryFront(server, factory, impostor);
    const sockets = front.#sockets;
    server.on('connection', (socket) => {
      if (!front.reachable) socket.destroy();
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    server.on('secureConnection', (socket) => socket.on('error', () => socket.destroy()));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return front;
  }

  /** Where the visitors of a site connect to. */
  endpoint(site: string): TlsEndpoint {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the front does not listen');
    return { host: '127.0.0.1', port: address.port, serverName: `${site}.front.test` };
  }

  /** The sites that are served, by name, past the API. */
  get sites(): ReadonlyMap<string, Site> {
    return this.#sites;
  }

  /** What a client does before it connects, for faults on the way: it asks the front nothing. */
  dial(): void {
    this.request('front:Handshake', false, () => undefined);
  }

  override heal(): void {
    super.heal();
    this.staleHandshakes = 0;
    this.#stale = undefined;
    this.reachable = true;
  }

  /** Whether a site is served, and how often something was installed for it. Never what. */
  status(name: string): { readonly installs: number } {
    return this.request('front:Status', false, () => {
      const { installs } = this.#required(name);
      return { installs };
    });
  }

  install(name: string, installation: Installation): { readonly installs: number } {
    return this.request('front:Install', true, (fault) =>
      this.put(
        name,
        fault === 'wrong-certificate' && this.impostor ? { ...this.impostor, chainPems: [] } : installation,
      ),
    );
  }

  /** Takes the site out of service. */
  uninstall(name: string): void {
    this.request('front:Uninstall', true, () => {
      this.#required(name);
      this.drop(name);
    });
  }

  /** Installs past the API. */
  put(name: string, installation: Installation): { readonly installs: number } {
    if (!/^[a-z0-9-]{1,32}$/.test(name))
      throw new ServiceError('refused', 'NoSuchSite', `${name} is no site`);
    if (!new X509Certificate(installation.leafPem).checkPrivateKey(createPrivateKey(installation.keyPem))) {
      throw new ServiceError('refused', 'KeyMismatch', 'the private key does not match the certificate');
    }
    const before = this.#sites.get(name);
    if (this.staleHandshakes > 0) this.#stale = { name, before, left: this.staleHandshakes };
    const installs = (before?.installs ?? 0) + 1;
    this.serve(name, installation, installs);
    return { installs };
  }

  /** Has a site serve something past the API, which does not count it: somebody edits the files of the front. */
  serve(
    name: string,
    { leafPem, chainPems, keyPem }: Installation,
    installs = this.#sites.get(name)?.installs ?? 1,
  ): void {
    const context = createSecureContext({ cert: [leafPem, ...chainPems].join('\n'), key: keyPem });
    this.#sites.set(name, { installs, context, leafPem, chainPems });
  }

  /** Takes a site out of service past the API. */
  drop(name: string): void {
    this.#sites.delete(name);
  }

  /** Ends every connection, and listens no more. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #contextFor(serverName: string): SecureContext {
    const name = serverName.replace(/\.front\.test$/, '');
    const stale = this.#stale;
    const isStale = stale?.name === name && stale.left > 0;
    if (isStale) stale.left--;
    return (isStale ? stale.before : this.#sites.get(name))?.context ?? this.factory;
  }

  #required(name: string): Site {
    const site = this.#sites.get(name);
    if (!site) throw new ServiceError('absent', 'NotServed', `${name} is not served`);
    return site;
  }
}
