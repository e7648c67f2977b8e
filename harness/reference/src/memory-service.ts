import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import type { Clock } from '@certctl/plugin-api';
import { FaultyService } from './faulty-service.js';
import { MemoryTrail } from './memory-trail.js';
import { ServiceError } from './service-error.js';

export interface Stored {
  readonly reference: string;
  leafPem: string;
  chainPems: readonly string[];
  /** SHA-256 of the public key of the stored private key: a stand-in for a handshake. */
  keyFingerprint: string;
  tags: Record<string, string>;
  readonly createdAt: number;
  importedAt: number;
  usedBy: string[];
}

export interface ImportInput {
  readonly reference?: string;
  readonly leafPem: string;
  readonly chainPems: readonly string[];
  readonly keyPem: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A certificate service in memory that holds to the rules of a real one: the key matches, re-imports take no
 * tags, references are its own. It keeps what a test needs to look past the plugin.
 */
export class MemoryService extends FaultyService {
  readonly held = new Map<string, Stored>();
  override readonly trail: MemoryTrail;
  /** Whether a re-import strips the tags. */
  tagsOnReimport: 'keep' | 'lose' = 'lose';
  /** Reads after an import that still show what was there before. */
  staleReads = 0;
  #stale: { reference: string; before: Stored | undefined; left: number } | undefined;
  #count = 0;

  constructor(
    readonly clock: Clock,
    /** What a faulty import stores in the place of what was sent. */
    readonly impostor?: { leafPem: string; keyPem: string },
  ) {
    super();
    this.trail = new MemoryTrail(clock);
  }

  /** Certificates that exist. */
  all(): Stored[] {
    return [...this.held.values()];
  }

  /** Ends all faults and late reads. */
  override heal(): void {
    super.heal();
    this.staleReads = 0;
    this.#stale = undefined;
  }

  import(input: ImportInput): { reference: string; importedAt: number } {
    return this.request('memory:Import', true, (fault) => {
      const content = fault === 'wrong-certificate' && this.impostor ? this.impostor : input;
      const leaf = new X509Certificate(content.leafPem);
      if (!leaf.checkPrivateKey(createPrivateKey(content.keyPem))) {
        throw new ServiceError('refused', 'KeyMismatch', 'the private key does not match the certificate');
      }
      const before = input.reference === undefined ? undefined : this.#required(input.reference);
      if (before && Object.keys(input.tags).length > 0) {
        throw new ServiceError('refused', 'Validation', 'tagging is not permitted on re-import');
      }
      const reference = input.reference ?? `memory/certificate/${++this.#count}`;
      if (this.staleReads > 0) {
        this.#stale = { reference, before: before && { ...before }, left: this.staleReads };
      }
      this.held.set(reference, {
        reference,
        leafPem: content.leafPem,
        chainPems: input.chainPems,
        keyFingerprint: publicKeyOf(leaf),
        tags: before ? (this.tagsOnReimport === 'keep' ? before.tags : {}) : { ...input.tags },
        createdAt: before?.createdAt ?? this.clock.now(),
        importedAt: this.clock.now(),
        usedBy: before?.usedBy ?? [],
      });
      return { reference, importedAt: this.clock.now() };
    });
  }

  get(reference: string): Stored {
    return this.request('memory:Get', false, () => {
      const stale = this.#stale;
      if (stale?.reference === reference && stale.left > 0) {
        stale.left--;
        if (!stale.before) throw new ServiceError('absent', 'NotFound', `${reference} does not exist`);
        return stale.before;
      }
      return this.#required(reference);
    });
  }

  tagsOf(reference: string): Record<string, string> {
    return this.request('memory:ListTags', false, () => ({ ...this.#required(reference).tags }));
  }

  setTags(reference: string, tags: Readonly<Record<string, string>>): void {
    this.request('memory:SetTags', true, (fault) => {
      if (fault === 'ignored') return;
      const reserved = Object.keys(tags).find((name) => name.startsWith('sys:'));
      if (reserved !== undefined) throw new ServiceError('refused', 'Reserved', `${reserved} is reserved`);
      Object.assign(this.#required(reference).tags, tags);
    });
  }

  removeTags(reference: string, names: readonly string[]): void {
    this.request('memory:RemoveTags', true, () => {
      const { tags } = this.#required(reference);
      for (const name of names) delete tags[name];
    });
  }

  list(): Stored[] {
    return this.request('memory:List', false, () => this.all());
  }

  delete(reference: string): void {
    this.request('memory:Delete', true, () => {
      if (this.#required(reference).usedBy.length > 0) {
        throw new ServiceError('conflict', 'InUse', `${reference} is in use`);
      }
      this.held.delete(reference);
    });
  }

  #required(reference: string): Stored {
    const stored = this.held.get(reference);
    if (!stored) throw new ServiceError('absent', 'NotFound', `${reference} does not exist`);
    return stored;
  }
}

/** SHA-256 of a certificate's public key, hexadecimal. */
export function publicKeyOf(certificate: X509Certificate): string {
  return createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
