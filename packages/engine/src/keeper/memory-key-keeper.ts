import { type CertificateBundle, type KeyReadBack, PrivateKey } from '@certctl/plugin-api';
import type { KeptAt, KeptRecord, KeptRole, KeyKeeper, KeySelector } from './key-keeper.js';

interface Kept extends Omit<KeptRecord, 'holdsKey'> {
  /** Undefined when no more than the record is kept. */
  readonly content: KeyReadBack | undefined;
}

/** Keeps keys for as long as the process lives, and writes them nowhere. */
export class MemoryKeyKeeper implements KeyKeeper {
  readonly #kept = new Map<string, Map<KeptRole, Kept>>();

  async keepPending(
    address: string,
    bundle: CertificateBundle,
    key: PrivateKey | undefined,
    deploymentId: string,
    confirm?: () => Promise<void>,
  ): Promise<void> {
    await confirm?.();
    this.#put(address, 'pending', keptOf({ role: 'pending', origin: 'sent', deploymentId }, bundle, key));
  }

  async keepCurrent(
    address: string,
    bundle: CertificateBundle,
    key: PrivateKey,
    deploymentId: string,
    confirm?: () => Promise<void>,
  ): Promise<void> {
    await confirm?.();
    this.#become(address, keptOf({ role: 'current', origin: 'found', deploymentId }, bundle, key));
  }

  async find(address: string, fingerprint: string): Promise<KeyReadBack | undefined> {
    for (const kept of this.#at(address).values()) {
      if (kept.fingerprint !== fingerprint || !kept.content) continue;
      return { privateKey: copyOf(kept.content.privateKey), chain: kept.content.chain };
    }
    return undefined;
  }

  async list(address: string): Promise<readonly KeptRecord[]> {
    return [...this.#at(address).values()].map(recordOf).toSorted((a, b) => (a.role < b.role ? -1 : 1));
  }

  async promote(address: string, deploymentId: string): Promise<void> {
    const roles = this.#at(address);
    const pending = roles.get('pending');
    if (pending?.deploymentId !== deploymentId) return;
    roles.delete('pending');
    this.#become(address, { ...pending, role: 'current' });
  }

  async discardPending(address: string, deploymentId: string): Promise<void> {
    const roles = this.#at(address);
    const pending = roles.get('pending');
    if (pending?.deploymentId !== deploymentId) return;
    pending.content?.privateKey.destroy();
    roles.delete('pending');
  }

  async destroy(which: KeySelector): Promise<readonly KeptAt[]> {
    const destroyed: KeptAt[] = [];
    for (const [address, roles] of this.#kept) {
      for (const [role, kept] of roles) {
        if (!kept.content || !isChosen({ ...kept, address }, which)) continue;
        destroyed.push({ ...recordOf(kept), address });
        kept.content.privateKey.destroy();
        roles.set(role, { ...kept, content: undefined });
      }
    }
    return destroyed;
  }

  async scrub(): Promise<void> {
    // Destroyed keys were zeroed where they lay.
  }

  async move(from: string, to: string): Promise<void> {
    if (from === to) return;
    const roles = this.#kept.get(from);
    if (!roles) return;
    this.#kept.delete(from);
    for (const [role, kept] of roles) this.#put(to, role, kept);
  }

  /** Makes a record the current one. The same leaf again replaces itself; another becomes the previous one. */
  #become(address: string, next: Kept): void {
    const roles = this.#at(address);
    const current = roles.get('current');
    if (current && current.fingerprint !== next.fingerprint) {
      roles.delete('current');
      this.#put(address, 'previous', { ...current, role: 'previous' });
    }
    this.#put(address, 'current', next);
  }

  #at(address: string): Map<KeptRole, Kept> {
    const roles = this.#kept.get(address) ?? new Map<KeptRole, Kept>();
    this.#kept.set(address, roles);
    return roles;
  }

  #put(address: string, role: KeptRole, kept: Kept): void {
    const roles = this.#at(address);
    roles.get(role)?.content?.privateKey.destroy();
    roles.set(role, kept);
  }
}

function keptOf(
  how: Pick<KeptRecord, 'role' | 'origin' | 'deploymentId'>,
  { leaf, chain }: CertificateBundle,
  key: PrivateKey | undefined,
): Kept {
  return {
    ...how,
    fingerprint: leaf.fingerprint,
    serial: leaf.serial,
    notAfter: leaf.notAfter,
    content: key && { privateKey: copyOf(key), chain: chain.map((certificate) => certificate.der) },
  };
}

function recordOf({ content, ...record }: Kept): KeptRecord {
  return { ...record, holdsKey: content !== undefined };
}

function isChosen(
  kept: Pick<KeptAt, 'address' | 'fingerprint' | 'role' | 'notAfter'>,
  { address, fingerprint, role, expiredAt }: KeySelector,
): boolean {
  return (
    (address === undefined || kept.address === address) &&
    (fingerprint === undefined || kept.fingerprint === fingerprint) &&
    (role === undefined || kept.role === role) &&
    (expiredAt === undefined || kept.notAfter <= expiredAt)
  );
}

function copyOf(key: PrivateKey): PrivateKey {
  return new PrivateKey(Uint8Array.from(key.pkcs8()));
}
