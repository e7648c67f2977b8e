import { type CertificateFacts, PrivateKey } from '@certctl/plugin-api';
import type { KeptRecord, KeptRole, KeyKeeper } from './key-keeper.js';

interface Kept extends KeptRecord {
  readonly key: PrivateKey;
}

/** Keeps keys for as long as the process lives, and writes them nowhere. */
export class MemoryKeyKeeper implements KeyKeeper {
  readonly #kept = new Map<string, Map<KeptRole, Kept>>();

  async keepPending(
    address: string,
    leaf: CertificateFacts,
    key: PrivateKey,
    deploymentId: string,
  ): Promise<void> {
    this.#put(address, 'pending', {
      role: 'pending',
      fingerprint: leaf.fingerprint,
      serial: leaf.serial,
      deploymentId,
      key: copyOf(key),
    });
  }

  async find(address: string, fingerprint: string): Promise<PrivateKey | undefined> {
    for (const kept of this.#at(address).values()) {
      if (kept.fingerprint === fingerprint) return copyOf(kept.key);
    }
    return undefined;
  }

  async list(address: string): Promise<readonly KeptRecord[]> {
    return [...this.#at(address).values()].map(({ key: _, ...record }) => record);
  }

  async promote(address: string, deploymentId: string): Promise<void> {
    const roles = this.#at(address);
    const pending = roles.get('pending');
    if (pending?.deploymentId !== deploymentId) return;
    roles.delete('pending');
    const current = roles.get('current');
    if (current?.fingerprint === pending.fingerprint) {
      pending.key.destroy();
      return;
    }
    if (current) {
      roles.delete('current');
      this.#put(address, 'previous', { ...current, role: 'previous' });
    }
    this.#put(address, 'current', { ...pending, role: 'current' });
  }

  async discardPending(address: string, deploymentId: string): Promise<void> {
    const roles = this.#at(address);
    const pending = roles.get('pending');
    if (pending?.deploymentId !== deploymentId) return;
    pending.key.destroy();
    roles.delete('pending');
  }

  async move(from: string, to: string): Promise<void> {
    if (from === to) return;
    const roles = this.#kept.get(from);
    if (!roles) return;
    this.#kept.delete(from);
    for (const [role, kept] of roles) this.#put(to, role, kept);
  }

  #at(address: string): Map<KeptRole, Kept> {
    const roles = this.#kept.get(address) ?? new Map<KeptRole, Kept>();
    this.#kept.set(address, roles);
    return roles;
  }

  #put(address: string, role: KeptRole, kept: Kept): void {
    const roles = this.#at(address);
    roles.get(role)?.key.destroy();
    roles.set(role, kept);
  }
}

function copyOf(key: PrivateKey): PrivateKey {
  return new PrivateKey(Uint8Array.from(key.pkcs8()));
}
