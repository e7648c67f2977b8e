import { X509Certificate } from 'node:crypto';
import { FaultyService } from './faulty-service.js';
import type { MemoryService } from './memory-service.js';
import type { MemoryTrail } from './memory-trail.js';
import { ServiceError } from './service-error.js';

/** One listener: a default certificate, and more of them beside it. */
export interface MemoryListener {
  default: string;
  readonly extra: string[];
}

const MOST_EXTRA = 3;

/**
 * A load balancer in memory that holds to the rules of a real one: it takes certificates that exist, keeps them from
 * being deleted, never is without a default, and has room for only so many.
 */
export class MemoryBalancer extends FaultyService {
  override readonly trail: MemoryTrail;
  readonly listeners = new Map<string, MemoryListener>();
  /** Binds for which a certificate that was made just now is not known. */
  unknownBinds = 0;
  /** Looks after a change that still show what was there before. */
  staleLooks = 0;
  /** Whether endpoints can be asked. */
  reachable = true;
  #stale: { name: string; before: MemoryListener; left: number } | undefined;
  /** What endpoints that are behind still serve, by the names of their listeners. */
  readonly #behind = new Map<string, MemoryListener>();

  constructor(readonly certificates: MemoryService) {
    super();
    this.trail = certificates.trail;
  }

  /** Makes a listener, past the API. */
  add(name: string, defaultReference: string): MemoryListener {
    const listener = { default: defaultReference, extra: [] };
    this.listeners.set(name, listener);
    this.#use();
    return listener;
  }

  /** Deletes a listener, past the API. */
  remove(name: string): void {
    this.listeners.delete(name);
    this.#use();
  }

  override heal(): void {
    super.heal();
    this.unknownBinds = 0;
    this.staleLooks = 0;
    this.#stale = undefined;
    this.reachable = true;
    this.#behind.clear();
  }

  /** Has the endpoint serve what it serves now, whatever the listener is pointed at. */
  stall(name: string): void {
    const { default: only, extra } = this.#required(name);
    this.#behind.set(name, { default: only, extra: [...extra] });
  }

  /** Has the endpoint serve what the listener is pointed at. */
  resume(name: string): void {
    this.#behind.delete(name);
  }

  describe(name: string): MemoryListener {
    return this.request('balancer:Describe', false, () => {
      if (this.#stale?.name === name && this.#stale.left > 0) {
        this.#stale.left--;
        return this.#stale.before;
      }
      const { default: only, extra } = this.#required(name);
      return { default: only, extra: [...extra] };
    });
  }

  setDefault(name: string, reference: string): void {
    this.request('balancer:SetDefault', true, (fault) => {
      this.#change(name, reference, (listener) => {
        if (fault !== 'ignored') listener.default = reference;
      });
    });
  }

  addExtra(name: string, reference: string): void {
    this.request('balancer:AddExtra', true, (fault) => {
      this.#change(name, reference, ({ extra }) => {
        if (extra.includes(reference) || fault === 'ignored') return;
        if (extra.length >= MOST_EXTRA) throw new ServiceError('refused', 'TooMany', `${name} is full`);
        extra.push(reference);
      });
    });
  }

  removeExtra(name: string, reference: string): void {
    this.request('balancer:RemoveExtra', true, () => {
      const { default: only, extra } = this.#required(name);
      if (only === reference) {
        throw new ServiceError('refused', 'NotPermitted', `${reference} is the default of ${name}`);
      }
      const at = extra.indexOf(reference);
      if (at >= 0) extra.splice(at, 1);
      this.#use();
    });
  }

  /** DER of the leaf that a handshake shows: that of an extra one first, whose names it asks for. */
  handshake(name: string, wantsExtra: boolean): Uint8Array {
    return this.request('balancer:Handshake', false, () => {
      if (!this.reachable) throw new ServiceError('absent', 'ECONNREFUSED', 'connection refused');
      const leaf = this.serves(name, wantsExtra);
      if (!leaf) throw new ServiceError('absent', 'NoCertificate', `${name} serves nothing`);
      return leaf;
    });
  }

  /** What a handshake would show, without one; undefined: it would fail. */
  serves(name: string, wantsExtra: boolean): Uint8Array | undefined {
    const { default: only, extra } = this.#behind.get(name) ?? this.#required(name);
    const stored = this.certificates.held.get(wantsExtra ? (extra.at(-1) ?? only) : only);
    return stored && new X509Certificate(stored.leafPem).raw;
  }

  #change(name: string, reference: string, change: (listener: MemoryListener) => void): void {
    const listener = this.#required(name);
    if (this.unknownBinds > 0 || !this.certificates.held.has(reference)) {
      this.unknownBinds = Math.max(0, this.unknownBinds - 1);
      throw new ServiceError('absent', 'CertificateNotFound', `${reference} is not known`);
    }
    const before = { default: listener.default, extra: [...listener.extra] };
    change(listener);
    if (this.staleLooks > 0) this.#stale = { name, before, left: this.staleLooks };
    this.#use();
  }

  #required(name: string): MemoryListener {
    const listener = this.listeners.get(name);
    if (!listener) throw new ServiceError('absent', 'ListenerNotFound', `${name} does not exist`);
    return listener;
  }

  /** Tells the certificates who uses them. */
  #use(): void {
    for (const stored of this.certificates.all()) {
      stored.usedBy = [...this.listeners]
        .filter(([, { default: only, extra }]) => [only, ...extra].includes(stored.reference))
        .map(([name]) => name);
    }
  }
}
