import { X509Certificate } from 'node:crypto';
import { type IssuedLeaf, issueLeaf } from '@certctl/certificate/issue';
import { SystemClock } from '@certctl/engine';
import type { StorePlugin } from '@certctl/plugin-api';
import { MemoryService, memoryStore } from '@certctl/reference';
import type { ObservedPlace, Pems } from '../../environment/stage.js';
import { observed, put } from './put-in-memory.js';

/** A store that is not the plugin under test, for the certificates of a binding's consumers. */
export interface StandInStore {
  /** Loaded beside the binding. Each of its imports makes another reference, so that a renewal has to be bound. */
  readonly store: StorePlugin;
  /** Whether there is a certificate of this reference. */
  has(reference: string): boolean;
  /** DER of its leaf. */
  leafOf(reference: string): Uint8Array | undefined;
  /** Somebody else puts a certificate there. @returns its reference */
  put(pems: Pems): string;
  observe(): readonly ObservedPlace[];
  clear(): void;
}

/**
 * A store in memory in the place of the one whose certificates a binding's consumers take, for an author who has only
 * the consumers at hand. Targets of it need no configuration.
 *
 * @param type the store's type, one of the binding's `stores`
 */
export function standInStore(type: string): StandInStore {
  const service = new MemoryService(new SystemClock());
  const leafOf = (reference: string) => {
    const stored = service.held.get(reference);
    return stored && new X509Certificate(stored.leafPem).raw;
  };
  return {
    store: { ...memoryStore(service, 'replaces'), type, alias: 'stand-in-store', title: 'a store in memory' },
    has: (reference) => service.held.has(reference),
    leafOf,
    put: (pems) => put(service, pems).reference,
    observe: () => service.all().map(observed),
    clear: () => service.held.clear(),
  };
}

/** A self-signed certificate for www.example.com, for a consumer to use before anything is deployed to it. */
export function anybodysCertificate(): Promise<IssuedLeaf> {
  return issueLeaf('self', { names: ['www.example.com'], notBefore: Date.now() - 10 * 86_400_000 });
}
